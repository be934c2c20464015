using System.Collections.Immutable;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>Which columns tell the rows of a plan apart: from primary keys, GROUP BY, DISTINCT and the equalities of inner joins.</summary>
internal static class RowIdentity
{
    /// <summary>True where no two rows can have equal values in these columns. False: not shown, which is no proof of the contrary.</summary>
    public static bool IsUnique(PlanNode node, IReadOnlySet<QueryColumn> columns)
    {
        var known = Determined(node, columns);
        return node switch
        {
            SingleRowNode => true,
            ScanNode scan => HoldsKey(scan, known),
            FilterNode filter => IsUnique(filter.Input, known),
            SemiJoinNode semi => IsUnique(semi.Left, known),
            ProjectNode project => IsUnique(project.Input, Below(project, known)),
            AggregateNode aggregate => aggregate.Keys.All(k => known.Contains(k.Output)),
            DistinctNode distinct => distinct.Columns.All(known.Contains) || IsUnique(distinct.Input, known),
            JoinNode { Kind: JoinKind.Inner } join => (IsUnique(join.Left, known) && IsUnique(join.Right, With(known, join.RightKeys)))
                || (IsUnique(join.Right, known) && IsUnique(join.Left, With(known, join.LeftKeys))),
            JoinNode { Kind: JoinKind.Left } join => IsUnique(join.Left, known) && IsUnique(join.Right, With(known, join.RightKeys)),
            _ => false,
        };
    }

    /// <summary>Names of the outermost GROUP BY's keys that the columns do not determine; empty where the plan's rows are no groups.</summary>
    public static ImmutableArray<string> UncoveredGroupKeys(PlanNode node, IReadOnlySet<QueryColumn> columns) => node switch
    {
        FilterNode filter => UncoveredGroupKeys(filter.Input, columns),
        SemiJoinNode semi => UncoveredGroupKeys(semi.Left, columns),
        DistinctNode distinct => UncoveredGroupKeys(distinct.Input, columns),
        ProjectNode project => UncoveredGroupKeys(project.Input, Below(project, columns)),
        AggregateNode aggregate => Determined(aggregate, columns) is var known ? [.. aggregate.Keys.Where(k => !known.Contains(k.Output)).Select(k => k.Output.Name)] : [],
        _ => [],
    };

    // All columns that have one value wherever the given ones have one.
    private static HashSet<QueryColumn> Determined(PlanNode node, IReadOnlySet<QueryColumn> columns)
    {
        var known = columns.ToHashSet();
        int before;
        do
        {
            before = known.Count;
            Extend(node, known);
        }
        while (known.Count > before);
        return known;
    }

    private static void Extend(PlanNode node, HashSet<QueryColumn> known)
    {
        switch (node)
        {
            case ScanNode scan when HoldsKey(scan, known):
                known.UnionWith(scan.Outputs);
                break;
            case ProjectNode project:
                var below = Determined(project.Input, Below(project, known));
                known.UnionWith(project.Projections.Where(p => BoundColumns.Of(p.Expression).All(below.Contains)).Select(p => p.Output));
                break;
            case AggregateNode aggregate:
                var direct = aggregate.Keys.Where(k => known.Contains(k.Output)).Select(k => k.Expression).OfType<BoundColumn>().Select(c => c.Column).ToHashSet();
                var input = Determined(aggregate.Input, direct);
                known.UnionWith(aggregate.Keys.Where(k => BoundColumns.Of(k.Expression).All(input.Contains)).Select(k => k.Output));
                known.UnionWith(aggregate.Keys.All(k => known.Contains(k.Output)) ? aggregate.Columns : []);
                break;
            case JoinNode { Kind: JoinKind.Full } or UnionAllNode:
                break;
            case JoinNode { Kind: JoinKind.Inner } join:
                Extend(join.Left, known);
                Extend(join.Right, known);
                foreach (var (left, right) in join.LeftKeys.Zip(join.RightKeys))
                {
                    AddEqual(left, right, known);
                    AddEqual(right, left, known);
                }

                break;
            case SemiJoinNode semi:
                Extend(semi.Left, known);
                break;
            case JoinNode join:
                Extend(join.Left, known);
                break;
            default:
                foreach (var each in node.Inputs)
                {
                    Extend(each, known);
                }

                break;
        }
    }

    private static void AddEqual(BoundExpression from, BoundExpression to, HashSet<QueryColumn> known)
    {
        if (to is BoundColumn column && BoundColumns.Of(from).All(known.Contains))
        {
            known.Add(column.Column);
        }
    }

    private static HashSet<QueryColumn> Below(ProjectNode project, IReadOnlySet<QueryColumn> known) =>
        [.. project.Projections.Where(p => known.Contains(p.Output)).Select(p => p.Expression).OfType<BoundColumn>().Select(c => c.Column)];

    private static HashSet<QueryColumn> With(HashSet<QueryColumn> known, IEnumerable<BoundExpression> keys) =>
        [.. known, .. keys.OfType<BoundColumn>().Select(k => k.Column)];

    private static bool HoldsKey(ScanNode scan, HashSet<QueryColumn> known) =>
        !scan.Table.Key.IsEmpty && scan.Table.Key.All(k => scan.Ordinals.IndexOf(k) is >= 0 and var at && known.Contains(scan.Outputs[at]));
}
