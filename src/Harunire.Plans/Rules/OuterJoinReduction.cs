using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Rules;

/// <summary>Law: where a filter or an inner join above refuses the NULLs of an outer join's far side, its unmatched rows need not be made.</summary>
internal static class OuterJoinReduction
{
    public static PlanNode Apply(PlanNode node)
    {
        var reduced = node switch
        {
            FilterNode filter => filter with { Input = Reduce(filter.Input, columns => QueryLowering.Conjuncts(filter.Condition).Exists(c => NullRejection.Refuses(c, columns))) },
            JoinNode { Kind: JoinKind.Inner } join => join with { Left = Reduce(join.Left, Refuses(join, join.LeftKeys)), Right = Reduce(join.Right, Refuses(join, join.RightKeys)) },
            JoinNode { Kind: JoinKind.Left } join => join with { Right = Reduce(join.Right, Refuses(join, join.RightKeys)) },
            _ => node,
        };
        return PlanRewriter.Inputs(reduced, Apply);
    }

    private static Func<IReadOnlySet<QueryColumn>, bool> Refuses(JoinNode join, IEnumerable<BoundExpression> keys) => columns =>
        keys.Any(k => NullRejection.IsNull(k, columns)) || (join.Residual is { } residual && NullRejection.Refuses(residual, columns));

    private static PlanNode Reduce(PlanNode node, Func<IReadOnlySet<QueryColumn>, bool> refuses)
    {
        switch (node)
        {
            case FilterNode filter:
                return filter with { Input = Reduce(filter.Input, refuses) };
            case JoinNode join:
                var (left, right) = (refuses(join.Left.Columns.ToHashSet()), refuses(join.Right.Columns.ToHashSet()));
                return (join.Kind, left, right) switch
                {
                    (JoinKind.Left, _, true) or (JoinKind.Full, true, true) => join with { Kind = JoinKind.Inner },
                    (JoinKind.Full, true, false) => join with { Kind = JoinKind.Left },
                    (JoinKind.Full, false, true) => join with { Kind = JoinKind.Left, Left = join.Right, Right = join.Left, LeftKeys = join.RightKeys, RightKeys = join.LeftKeys },
                    _ => join,
                };
            default:
                return node;
        }
    }
}
