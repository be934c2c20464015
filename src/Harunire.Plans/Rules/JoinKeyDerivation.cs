using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Rules;

/// <summary>Law: an equality of both sides above an inner join may be one of its keys, so that the join need not look at every pair.</summary>
internal static class JoinKeyDerivation
{
    public static PlanNode Apply(PlanNode root) => PlanRewriter.BottomUp(root, Derive);

    private static PlanNode Derive(PlanNode node)
    {
        if (node is not FilterNode { Input: JoinNode { Kind: JoinKind.Inner } join } filter)
        {
            return node;
        }

        var keys = JoinKeys.Split(QueryLowering.Conjuncts(filter.Condition), join.Left.Columns, join.Right.Columns);
        var derived = join with { LeftKeys = join.LeftKeys.AddRange(keys.Left), RightKeys = join.RightKeys.AddRange(keys.Right) };
        return keys.Left.IsEmpty ? node : keys.Residual is null ? derived : new FilterNode(derived, keys.Residual);
    }
}
