using System.Collections.Immutable;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Rules;

/// <summary>Law: a column that nothing above reads may be dropped at the scan; the rows and their weights stay.</summary>
internal static class ColumnPruning
{
    public static PlanNode Apply(PlanNode root) => Prune(root, [.. root.Columns]);

    private static PlanNode Prune(PlanNode node, HashSet<QueryColumn> needed)
    {
        switch (node)
        {
            case ScanNode scan:
                var kept = Enumerable.Range(0, scan.Outputs.Length).Where(i => needed.Contains(scan.Outputs[i])).ToList();
                return scan with { Ordinals = [.. kept.Select(i => scan.Ordinals[i])], Outputs = [.. kept.Select(i => scan.Outputs[i])] };
            case FilterNode filter:
                return filter with { Input = Prune(filter.Input, With(needed, [filter.Condition])) };
            case ProjectNode project:
                var read = project.Projections.Where(p => needed.Contains(p.Output)).ToImmutableArray();
                return new ProjectNode(Prune(project.Input, With([], read.Select(p => p.Expression))), read);
            case AggregateNode aggregate:
                var wanted = aggregate.Aggregates.Where(a => needed.Contains(a.Output)).ToImmutableArray();
                var used = aggregate.Keys.Select(k => k.Expression).Concat(wanted.Where(a => a.Argument is not null).Select(a => a.Argument!));
                return aggregate with { Input = Prune(aggregate.Input, With([], used)), Aggregates = wanted };
            case JoinNode join:
                var both = With(needed, [.. join.LeftKeys, .. join.RightKeys, .. Optional(join.Residual)]);
                return join with { Left = Prune(join.Left, both), Right = Prune(join.Right, both) };
            case SemiJoinNode semi:
                var sides = With(needed, [.. semi.LeftKeys, .. semi.RightKeys, .. Optional(semi.Residual)]);
                return semi with { Left = Prune(semi.Left, sides), Right = Prune(semi.Right, sides) };
            case DistinctNode distinct:
                return distinct with { Input = Prune(distinct.Input, [.. distinct.Input.Columns]) };
            case UnionAllNode union:
                var places = Enumerable.Range(0, union.Outputs.Length).Where(i => needed.Contains(union.Outputs[i])).ToList();
                return new UnionAllNode([.. union.Sources.Select(s => Prune(At(s, places), [.. places.Select(i => s.Columns[i])]))], [.. places.Select(i => union.Outputs[i])]);
            default:
                return node;
        }
    }

    private static PlanNode At(PlanNode source, List<int> places) => source switch
    {
        ProjectNode project => project with { Projections = [.. places.Select(i => project.Projections[i])] },
        _ when places.Count == source.Columns.Length => source,
        _ => new ProjectNode(source, [.. places.Select(i => new BoundProjection(source.Columns[i], new BoundColumn(source.Columns[i])))]),
    };

    private static IEnumerable<BoundExpression> Optional(BoundExpression? expression) => expression is null ? [] : [expression];

    private static HashSet<QueryColumn> With(HashSet<QueryColumn> needed, IEnumerable<BoundExpression> expressions) =>
        [.. needed, .. expressions.SelectMany(BoundColumns.Of)];
}
