using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Plans.Yaml;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>From a bound query to plan nodes: joins get their keys, subqueries become joins.</summary>
internal sealed class QueryLowering
{
    public PlanNode Lower(BoundQuery query) => query switch
    {
        BoundSelect select => LowerSelect(select),
        BoundUnionAll union => new UnionAllNode([.. union.Inputs.Select(Lower)], union.Outputs),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private PlanNode LowerSelect(BoundSelect select)
    {
        var (node, _) = LowerRows(select, correlated: false);
        var scalars = new Dictionary<BoundScalarSubquery, BoundExpression>(ReferenceEqualityComparer.Instance);
        if (select.IsGrouped)
        {
            node = new AggregateNode(node, select.GroupBy, select.Aggregates);
            if (select.Having is not null)
            {
                node = Filter(node, Conjuncts(select.Having), scalars);
            }
        }

        (node, var projections) = Project(node, select.Select, scalars);
        node = new ProjectNode(node, projections);
        return select.Distinct ? new DistinctNode(node) : node;
    }

    private (PlanNode Node, ImmutableArray<BoundProjection> Projections) Project(PlanNode node, ImmutableArray<BoundProjection> projections, Dictionary<BoundScalarSubquery, BoundExpression> scalars)
    {
        var rewritten = ImmutableArray.CreateBuilder<BoundProjection>();
        foreach (var projection in projections)
        {
            (node, var expression) = Attach(node, projection.Expression, scalars);
            rewritten.Add(new BoundProjection(projection.Output, expression));
        }

        return (node, rewritten.ToImmutable());
    }

    /// <summary>FROM and WHERE. With <paramref name="correlated"/>, the conjuncts that refer to the query around it are given back.</summary>
    private (PlanNode Node, List<BoundExpression> Correlation) LowerRows(BoundSelect select, bool correlated)
    {
        var conjuncts = select.Where is null ? [] : Conjuncts(select.Where);
        var own = select.From is null ? [] : select.From.Columns.ToHashSet();
        var correlation = correlated ? conjuncts.Where(c => BoundColumns.Of(c).Any(column => !Owns(own, column, c))).ToList() : [];
        var remaining = conjuncts.Except(correlation).ToList();
        var plain = remaining.Where(c => !HasSubquery(c)).ToList();
        PlanNode node = select.From is null ? new SingleRowNode() : new JoinLowering(this).Lower(select.From, plain);
        if (select.From is null && plain.Count > 0)
        {
            node = new FilterNode(node, And(plain));
        }

        return (Filter(node, [.. remaining.Where(HasSubquery)], new(ReferenceEqualityComparer.Instance)), correlation);
    }

    // A column of the conjunct's own subqueries is not a reference to the outside.
    private static bool Owns(HashSet<QueryColumn> own, QueryColumn column, BoundExpression conjunct) =>
        own.Contains(column) || BoundRewriter.All(conjunct).Any(e => e switch
        {
            BoundExists x => Inside(x.Query, column),
            BoundInSubquery x => Inside(x.Query, column),
            BoundScalarSubquery x => Inside(x.Query, column),
            _ => false,
        });

    private static bool Inside(BoundQuery query, QueryColumn column) => query switch
    {
        BoundSelect select => select.Columns.Contains(column) || InsideFrom(select.From, column)
            || select.GroupBy.Any(g => g.Output == column) || select.Aggregates.Any(a => a.Output == column)
            || (select.Where is not null && BoundRewriter.All(select.Where).Any(e => e switch
            {
                BoundExists x => Inside(x.Query, column),
                BoundInSubquery x => Inside(x.Query, column),
                BoundScalarSubquery x => Inside(x.Query, column),
                _ => false,
            })),
        BoundUnionAll union => union.Outputs.Contains(column) || union.Inputs.Any(i => Inside(i, column)),
        _ => false,
    };

    private static bool InsideFrom(BoundFrom? from, QueryColumn column) => from switch
    {
        null => false,
        BoundTable table => table.Columns.Contains(column),
        BoundDerived derived => Inside(derived.Query, column),
        BoundJoin join => InsideFrom(join.Left, column) || InsideFrom(join.Right, column),
        _ => false,
    };

    private PlanNode Filter(PlanNode node, IReadOnlyList<BoundExpression> conjuncts, Dictionary<BoundScalarSubquery, BoundExpression> scalars)
    {
        var conditions = new List<BoundExpression>();
        var width = node.Columns;
        foreach (var conjunct in conjuncts)
        {
            switch (conjunct)
            {
                case BoundExists exists:
                    node = Exists(node, exists, anti: false);
                    break;
                case BoundNot { Operand: BoundExists exists }:
                    node = Exists(node, exists, anti: true);
                    break;
                case BoundInSubquery @in:
                    node = In(node, @in, anti: false, scalars);
                    break;
                case BoundNot { Operand: BoundInSubquery @in }:
                    node = In(node, @in, anti: true, scalars);
                    break;
                default:
                    (node, var condition) = Attach(node, conjunct, scalars);
                    conditions.Add(condition);
                    break;
            }
        }

        node = conditions.Count == 0 ? node : new FilterNode(node, And(conditions));
        return node.Columns.SequenceEqual(width) || scalars.Count > 0 ? node : new ProjectNode(node, [.. width.Select(c => new BoundProjection(c, new BoundColumn(c)))]);
    }

    private SemiJoinNode Exists(PlanNode left, BoundExists exists, bool anti)
    {
        var (right, correlation) = LowerInner(exists.Query, exists);
        var keys = JoinKeys.Split(correlation, left.Columns, right.Columns);
        return new SemiJoinNode(anti, NullAware: false, 0, left, right, keys.Left, keys.Right, keys.Residual);
    }

    private PlanNode In(PlanNode left, BoundInSubquery @in, bool anti, Dictionary<BoundScalarSubquery, BoundExpression> scalars)
    {
        var operands = new List<BoundExpression>();
        foreach (var operand in @in.Operands)
        {
            (left, var attached) = Attach(left, operand, scalars);
            operands.Add(attached);
        }

        PlanNode right;
        List<BoundExpression> correlation = [];
        ImmutableArray<BoundExpression> values;
        if (@in.Query is BoundSelect { IsGrouped: false, Distinct: false } select && !select.Select.Any(p => HasSubquery(p.Expression)))
        {
            (right, correlation) = LowerRows(select, correlated: true);
            values = [.. select.Select.Select(p => p.Expression)];
        }
        else
        {
            right = Lower(@in.Query);
            values = [.. right.Columns.Select(c => new BoundColumn(c))];
        }

        var keys = JoinKeys.Split(correlation, left.Columns, right.Columns);
        if (anti && keys.Residual is not null)
        {
            throw YamlText.At(PlanErrors.NotPlannable, @in.Location, "NOT IN with a correlation other than equality is not supported", "write NOT EXISTS");
        }

        return new SemiJoinNode(anti, NullAware: anti, keys.Left.Length, left, right, [.. keys.Left, .. operands], [.. keys.Right, .. values], keys.Residual);
    }

    private (PlanNode Node, List<BoundExpression> Correlation) LowerInner(BoundQuery query, BoundExpression place) => query switch
    {
        BoundSelect { IsGrouped: false } select => LowerRows(select, correlated: true),
        BoundSelect { IsGrouped: true, GroupBy.IsEmpty: true, Having: null } => throw YamlText.At(PlanErrors.NotPlannable, place.Location, "EXISTS over an aggregate without GROUP BY is always true", "leave it out"),
        _ => (Lower(query), []),
    };

    /// <summary>Joins the scalar subqueries of an expression to the rows, and puts their values in their place.</summary>
    private (PlanNode Node, BoundExpression Expression) Attach(PlanNode node, BoundExpression expression, Dictionary<BoundScalarSubquery, BoundExpression> scalars)
    {
        BoundExpression Rewrite(BoundExpression e)
        {
            switch (e)
            {
                case BoundScalarSubquery scalar:
                    if (!scalars.TryGetValue(scalar, out var value))
                    {
                        (node, value) = Scalar(node, scalar);
                        scalars[scalar] = value;
                    }

                    return value;
                case BoundExists or BoundInSubquery:
                    throw YamlText.At(PlanErrors.NotPlannable, e.Location, "EXISTS and IN with a subquery stand only in WHERE or HAVING, alone or joined by AND", "inside OR or CASE, write a LEFT JOIN with an inline view and test its column with IS NOT NULL");
                default:
                    return BoundRewriter.Children(e, Rewrite);
            }
        }

        return (node, Rewrite(expression)) is var (_, rewritten) ? (node, rewritten) : default;
    }

    private (PlanNode Node, BoundExpression Value) Scalar(PlanNode left, BoundScalarSubquery scalar)
    {
        var select = (BoundSelect)scalar.Query;
        var (rows, correlation) = LowerRows(select, correlated: true);
        var value = select.Select[0].Expression;
        if (correlation.Count == 0)
        {
            return (new JoinNode(JoinKind.Inner, left, new AggregateNode(rows, [], select.Aggregates), [], [], null), value);
        }

        var keys = JoinKeys.Split(correlation, left.Columns, rows.Columns);
        if (keys.Residual is not null || BoundColumns.Of(scalar.Query).Any(c => left.Columns.Contains(c) && !correlation.SelectMany(x => BoundColumns.Of(x)).Contains(c)))
        {
            throw YamlText.At(PlanErrors.NotPlannable, scalar.Location, "a correlated subquery that stands for a value may refer to the outer query only by equality in its WHERE", "write a LEFT JOIN with a grouped inline view");
        }

        var numbers = keys.Right.Select((key, i) => new BoundProjection(new QueryColumn(-(scalar.Query.Columns[0].Id * 100) - i - 1, "KEY", key.Type, true), key)).ToImmutableArray();
        var grouped = new AggregateNode(rows, numbers, select.Aggregates);
        var counts = select.Aggregates.Where(a => a.Function is AggregateFunction.Count or AggregateFunction.CountRows).Select(a => a.Output).ToHashSet();
        BoundExpression ZeroForNone(BoundExpression e) => e is BoundColumn column && counts.Contains(column.Column)
            ? new BoundCall(ScalarFunction.Nvl, [column, new BoundLiteral(Datum.FromNumber(OracleNumber.Zero), OracleType.Number)], OracleType.Number)
            : BoundRewriter.Children(e, ZeroForNone);
        return (new JoinNode(JoinKind.Left, left, grouped, keys.Left, [.. numbers.Select(n => new BoundColumn(n.Output))], null), ZeroForNone(value));
    }

    internal static bool HasSubquery(BoundExpression expression) =>
        BoundRewriter.All(expression).Any(e => e is BoundExists or BoundInSubquery or BoundScalarSubquery);

    internal static List<BoundExpression> Conjuncts(BoundExpression condition) =>
        condition is BoundAnd and ? [.. and.Operands.SelectMany(Conjuncts)] : [condition];

    internal static BoundExpression And(IReadOnlyList<BoundExpression> conjuncts) =>
        conjuncts.Count == 1 ? conjuncts[0] : new BoundAnd([.. conjuncts]);
}
