using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>From a bound query to plan nodes: joins get their keys; subqueries are <see cref="SubqueryLowering"/>'s.</summary>
internal sealed class QueryLowering
{
    private readonly SubqueryLowering _subqueries;
    private int _last;

    public QueryLowering() => _subqueries = new SubqueryLowering(this);

    public PlanNode Lower(BoundQuery query) => query switch
    {
        BoundSelect select => LowerSelect(select),
        BoundUnionAll union => new UnionAllNode([.. union.Inputs.Select(Lower)], union.Outputs),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A column that the query has not: its id is below zero.</summary>
    public QueryColumn NewColumn(string name, OracleType type, bool nullable) => new(--_last, name, type, nullable);

    /// <summary>FROM and WHERE. With <paramref name="correlated"/>, the conjuncts that refer to the query around it are given back.</summary>
    public (PlanNode Node, List<BoundExpression> Correlation) LowerRows(BoundSelect select, bool correlated)
    {
        var conjuncts = select.Where is null ? [] : Conjuncts(select.Where);
        var own = select.From is null ? [] : select.From.Columns.ToHashSet();
        var correlation = correlated ? conjuncts.Where(c => OuterReferences.Any(c, own)).ToList() : [];
        var remaining = conjuncts.Except(correlation).ToList();
        var plain = remaining.Where(c => !HasSubquery(c)).ToList();
        PlanNode node = select.From is null ? new SingleRowNode() : new JoinLowering(this).Lower(select.From, plain);
        if (select.From is null && plain.Count > 0)
        {
            node = new FilterNode(node, And(plain));
        }

        var columns = node.Columns;
        var filtered = Filter(node, [.. remaining.Where(HasSubquery)], new AttachedSubqueries());
        return (filtered.Columns.SequenceEqual(columns) ? filtered : new ProjectNode(filtered, [.. columns.Select(c => new BoundProjection(c, new BoundColumn(c)))]), correlation);
    }

    public static bool HasSubquery(BoundExpression expression) =>
        BoundRewriter.All(expression).Any(e => e is BoundExists or BoundInSubquery or BoundScalarSubquery);

    public static List<BoundExpression> Conjuncts(BoundExpression condition) =>
        condition is BoundAnd and ? [.. and.Operands.SelectMany(Conjuncts)] : [condition];

    public static BoundExpression And(IReadOnlyList<BoundExpression> conjuncts) =>
        conjuncts.Count == 1 ? conjuncts[0] : new BoundAnd([.. conjuncts]);

    private PlanNode LowerSelect(BoundSelect select)
    {
        var (node, _) = LowerRows(select, correlated: false);
        var attached = new AttachedSubqueries();
        if (select.IsGrouped)
        {
            node = new AggregateNode(node, select.GroupBy, select.Aggregates);
            if (select.Having is not null)
            {
                node = Filter(node, Conjuncts(select.Having), attached);
            }
        }

        var projections = ImmutableArray.CreateBuilder<BoundProjection>();
        foreach (var projection in select.Select)
        {
            (node, var expression) = _subqueries.Attach(node, projection.Expression, attached);
            projections.Add(new BoundProjection(projection.Output, expression));
        }

        node = new ProjectNode(node, projections.ToImmutable());
        return select.Distinct ? new DistinctNode(node) : node;
    }

    // Columns of attached subqueries stay, so that the select list may use them, too.
    private PlanNode Filter(PlanNode node, IReadOnlyList<BoundExpression> conjuncts, AttachedSubqueries attached)
    {
        var conditions = new List<BoundExpression>();
        foreach (var conjunct in conjuncts)
        {
            if (_subqueries.TrySemiJoin(node, conjunct, attached) is { } joined)
            {
                node = joined;
                continue;
            }

            (node, var condition) = _subqueries.Attach(node, conjunct, attached);
            conditions.Add(condition);
        }

        return conditions.Count == 0 ? node : new FilterNode(node, And(conditions));
    }
}
