using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Rules;

/// <summary>Law: a filter may go below whatever neither makes nor changes the columns that it reads; fewer rows are joined, grouped and remembered.</summary>
internal static class PredicatePushdown
{
    public static PlanNode Apply(PlanNode root) => Push(root, []);

    private static PlanNode Push(PlanNode node, List<BoundExpression> conjuncts)
    {
        switch (node)
        {
            case FilterNode filter:
                return Push(filter.Input, [.. conjuncts, .. QueryLowering.Conjuncts(filter.Condition)]);
            case ProjectNode project:
                var meanings = project.Projections.ToDictionary(p => p.Output, p => p.Expression);
                return project with { Input = Push(project.Input, [.. conjuncts.Select(c => PlanRewriter.Substitute(c, meanings))]) };
            case DistinctNode distinct:
                return distinct with { Input = Push(distinct.Input, conjuncts) };
            case UnionAllNode union:
                return union with { Sources = [.. union.Sources.Select(s => Push(s, Renamed(conjuncts, union, s)))] };
            case SemiJoinNode semi:
                return semi with { Left = Push(semi.Left, conjuncts), Right = Push(semi.Right, []) };
            case AggregateNode aggregate:
                var keys = aggregate.Keys.ToDictionary(k => k.Output, k => k.Expression);
                var onKeys = conjuncts.Where(c => JoinKeys.Within(c, [.. keys.Keys])).ToList();
                return Filter(aggregate with { Input = Push(aggregate.Input, [.. onKeys.Select(c => PlanRewriter.Substitute(c, keys))]) }, conjuncts.Except(onKeys));
            case JoinNode { Kind: JoinKind.Inner } join:
                return PushIntoInner(join, conjuncts);
            case JoinNode { Kind: JoinKind.Left } join:
                var near = conjuncts.Where(c => JoinKeys.Within(c, join.Left.Columns)).ToList();
                return Filter(join with { Left = Push(join.Left, near), Right = Push(join.Right, []) }, conjuncts.Except(near));
            default:
                return Filter(PlanRewriter.Inputs(node, input => Push(input, [])), conjuncts);
        }
    }

    private static PlanNode PushIntoInner(JoinNode join, List<BoundExpression> conjuncts)
    {
        var residual = join.Residual is null ? [] : QueryLowering.Conjuncts(join.Residual);
        var left = conjuncts.Concat(residual).Where(c => JoinKeys.Within(c, join.Left.Columns)).ToList();
        var right = conjuncts.Concat(residual).Where(c => JoinKeys.Within(c, join.Right.Columns)).ToList();
        var both = residual.Except(left).Except(right).ToList();
        var pushed = join with { Left = Push(join.Left, left), Right = Push(join.Right, right), Residual = both.Count == 0 ? null : QueryLowering.And(both) };
        return Filter(pushed, conjuncts.Except(left).Except(right));
    }

    private static List<BoundExpression> Renamed(List<BoundExpression> conjuncts, UnionAllNode union, PlanNode source)
    {
        var names = union.Outputs.Zip(source.Columns).ToDictionary(pair => pair.First, pair => (BoundExpression)new BoundColumn(pair.Second));
        return [.. conjuncts.Select(c => PlanRewriter.Substitute(c, names))];
    }

    private static PlanNode Filter(PlanNode node, IEnumerable<BoundExpression> conjuncts)
    {
        var list = conjuncts.ToList();
        return list.Count == 0 ? node : new FilterNode(node, QueryLowering.And(list));
    }
}
