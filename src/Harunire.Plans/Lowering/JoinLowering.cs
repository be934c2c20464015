using System.Collections.Immutable;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>FROM with the conjuncts of WHERE: inner joins are put in an order in which each has keys, where the query gives any.</summary>
internal sealed class JoinLowering(QueryLowering queries)
{
    public PlanNode Lower(BoundFrom from, IReadOnlyList<BoundExpression> conjuncts)
    {
        var items = new List<BoundFrom>();
        var conditions = conjuncts.ToList();
        Flatten(from, items, conditions);
        var nodes = new List<PlanNode>();
        foreach (var item in items)
        {
            var node = LowerItem(item);
            var own = conditions.Where(c => JoinKeys.Within(c, node.Columns)).ToList();
            conditions.RemoveAll(c => JoinKeys.Within(c, node.Columns));
            nodes.Add(own.Count == 0 ? node : new FilterNode(node, QueryLowering.And(own)));
        }

        // Whatever has a key with what stands is joined first; trees that nothing links are put together at the end.
        PlanNode? tree = null;
        while (nodes.Count > 0)
        {
            var linked = nodes[0];
            nodes.RemoveAt(0);
            while (nodes.FindIndex(n => JoinKeys.Split(conditions, linked.Columns, n.Columns).Left.Length > 0) is >= 0 and var next)
            {
                linked = Join(linked, nodes[next], conditions);
                nodes.RemoveAt(next);
            }

            tree = tree is null ? linked : Join(tree, linked, conditions);
        }

        return conditions.Count == 0 ? tree! : new FilterNode(tree!, QueryLowering.And(conditions));
    }

    private static JoinNode Join(PlanNode left, PlanNode right, List<BoundExpression> conditions)
    {
        var both = left.Columns.AddRange(right.Columns);
        var applicable = conditions.Where(c => JoinKeys.Within(c, both)).ToList();
        conditions.RemoveAll(c => JoinKeys.Within(c, both));
        var keys = JoinKeys.Split(applicable, left.Columns, right.Columns);
        return new JoinNode(JoinKind.Inner, left, right, keys.Left, keys.Right, keys.Residual);
    }

    private static void Flatten(BoundFrom from, List<BoundFrom> items, List<BoundExpression> conditions)
    {
        if (from is BoundJoin { Kind: JoinKind.Inner } join)
        {
            Flatten(join.Left, items, conditions);
            Flatten(join.Right, items, conditions);
            if (join.On is not null)
            {
                conditions.AddRange(QueryLowering.Conjuncts(join.On));
            }
        }
        else
        {
            items.Add(from);
        }
    }

    private PlanNode LowerItem(BoundFrom item) => item switch
    {
        BoundTable table => new ScanNode(table.Table, [.. Enumerable.Range(0, table.Table.Columns.Length)], table.Outputs),
        BoundDerived derived => queries.Lower(derived.Query),
        BoundJoin join => LowerOuter(join),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // In an outer join, ON alone decides which pairs match: a condition on the far side may go below the join, one on the near side may not.
    private JoinNode LowerOuter(BoundJoin join)
    {
        var left = Lower(join.Left, []);
        var right = Lower(join.Right, []);
        var on = join.On is null ? [] : QueryLowering.Conjuncts(join.On);
        if (join.Kind == JoinKind.Left)
        {
            var far = on.Where(c => JoinKeys.Within(c, right.Columns)).ToList();
            right = far.Count == 0 ? right : new FilterNode(right, QueryLowering.And(far));
            on = [.. on.Except(far)];
        }

        var keys = JoinKeys.Split(on, left.Columns, right.Columns);
        return new JoinNode(join.Kind, left, right, keys.Left, keys.Right, keys.Residual);
    }
}
