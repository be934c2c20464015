using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Plans.Yaml;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>Subqueries as joins: those that a WHERE or HAVING needs true as semi and anti joins, those anywhere else as columns joined to the rows.</summary>
internal sealed class SubqueryLowering(QueryLowering queries)
{
    private static readonly BoundLiteral Zero = new(Datum.FromNumber(OracleNumber.Zero), OracleType.Number);
    private static readonly BoundLiteral One = new(Datum.FromNumber(1), OracleType.Number);
    private static readonly BoundLiteral Nothing = new(Datum.Null, OracleType.Number);
    private static readonly BoundComparison Unknown = new(ComparisonOperator.Equal, Nothing, Nothing);

    private readonly CorrelatedJoin _join = new(queries);

    /// <summary>A conjunct that is [NOT] EXISTS or [NOT] IN alone, as a join that keeps or drops the rows; null for any other.</summary>
    public PlanNode? TrySemiJoin(PlanNode left, BoundExpression conjunct, AttachedSubqueries attached) => conjunct switch
    {
        BoundExists exists => Exists(left, exists, anti: false),
        BoundNot { Operand: BoundExists exists } => Exists(left, exists, anti: true),
        BoundInSubquery @in => In(left, @in, anti: false, attached),
        BoundNot { Operand: BoundInSubquery @in } => In(left, @in, anti: true, attached),
        _ => null,
    };

    /// <summary>Joins the subqueries of an expression to the rows, and puts their values in their place.</summary>
    public (PlanNode Node, BoundExpression Expression) Attach(PlanNode node, BoundExpression expression, AttachedSubqueries attached)
    {
        BoundExpression Rewrite(BoundExpression e)
        {
            if (e is not (BoundScalarSubquery or BoundExists or BoundInSubquery))
            {
                return BoundRewriter.Children(e, Rewrite);
            }

            if (attached.Find(e) is { } known)
            {
                return known;
            }

            (node, var value) = e switch
            {
                BoundScalarSubquery scalar => ScalarValue(node, scalar),
                BoundExists exists => ExistsValue(node, exists),
                BoundInSubquery @in => InValue(node, @in with { Operands = [.. @in.Operands.Select(Rewrite)] }),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            attached.Add(e, value);
            return value;
        }

        var rewritten = Rewrite(expression);
        return (node, rewritten);
    }

    private SemiJoinNode Exists(PlanNode left, BoundExists exists, bool anti)
    {
        var (right, correlation) = Rows(exists);
        var keys = JoinKeys.Split(correlation, left.Columns, right.Columns);
        return new SemiJoinNode(anti, NullAware: false, 0, left, right, keys.Left, keys.Right, keys.Residual);
    }

    // Null where NOT IN has a correlation that is no equality: its value is attached then.
    private SemiJoinNode? In(PlanNode left, BoundInSubquery @in, bool anti, AttachedSubqueries attached)
    {
        var (right, correlation, values) = Rows(@in);
        var keys = JoinKeys.Split(correlation, left.Columns, right.Columns);
        if (anti && keys.Residual is not null)
        {
            return null;
        }

        var operands = new List<BoundExpression>();
        foreach (var operand in @in.Operands)
        {
            (left, var value) = Attach(left, operand, attached);
            operands.Add(value);
        }

        var nullAware = anti && (operands.Exists(MayBeNull) || values.Any(MayBeNull));
        return new SemiJoinNode(anti, nullAware, nullAware ? keys.Left.Length : 0, left, right, [.. keys.Left, .. operands], [.. keys.Right, .. values], keys.Residual);
    }

    private (PlanNode Node, BoundExpression Value) ExistsValue(PlanNode left, BoundExists exists)
    {
        var (right, correlation) = Rows(exists);
        var count = Count("MATCHES");
        return (_join.Attach(left, right, correlation, [count]), IsPositive(count));
    }

    // True where a row equals; else unknown where a row may equal, because of NULLs; else false.
    private (PlanNode Node, BoundExpression Value) InValue(PlanNode left, BoundInSubquery @in)
    {
        var (right, correlation, values) = Rows(@in);
        var equalities = @in.Operands.Select((operand, i) => (BoundExpression)new BoundComparison(ComparisonOperator.Equal, operand, values[i])).ToList();
        if (@in.Operands.Any(MayBeNull) || values.Any(MayBeNull))
        {
            return equalities.Count == 1
                ? NullableInValue(left, right, correlation, equalities[0], @in.Operands[0], values[0])
                : PairwiseInValue(left, right, correlation, QueryLowering.And(equalities));
        }

        var count = Count("MATCHES");
        return (_join.Attach(left, right, [.. correlation, .. equalities], [count]), IsPositive(count));
    }

    private (PlanNode Node, BoundExpression Value) NullableInValue(PlanNode left, PlanNode right, List<BoundExpression> correlation, BoundExpression equality, BoundExpression operand, BoundExpression value)
    {
        var (matches, rows) = (Count("MATCHES"), Count("ALL_ROWS"));
        var nulls = Count("NULLS", new BoundCase([new BoundCaseArm(new BoundIsNull(value), One)], null, OracleType.Number));
        var node = _join.Attach(left, right, [.. correlation, equality], [matches]);
        node = _join.Attach(node, right, correlation, [rows, nulls]);
        var mayMatch = new BoundOr([IsPositive(nulls), new BoundAnd([IsPositive(rows), new BoundIsNull(operand)])]);
        return (node, new BoundOr([IsPositive(matches), new BoundAnd([mayMatch, Unknown])]));
    }

    private (PlanNode Node, BoundExpression Value) PairwiseInValue(PlanNode left, PlanNode right, List<BoundExpression> correlation, BoundExpression equal)
    {
        BoundCase When(params ReadOnlySpan<BoundCaseArm> arms) => new([.. arms], One, OracleType.Number);
        var matches = Count("MATCHES", When(new BoundCaseArm(new BoundNot(equal), Nothing), new BoundCaseArm(equal, One)) with { Else = null });
        var maybes = Count("MAYBES", When(new BoundCaseArm(equal, Nothing), new BoundCaseArm(new BoundNot(equal), Nothing)));
        return (_join.Attach(left, right, correlation, [matches, maybes]), new BoundOr([IsPositive(matches), new BoundAnd([IsPositive(maybes), Unknown])]));
    }

    private (PlanNode Node, BoundExpression Value) ScalarValue(PlanNode left, BoundScalarSubquery scalar)
    {
        var select = (BoundSelect)scalar.Query;
        var (rows, correlation) = queries.LowerRows(select, correlated: true);
        var counts = select.Aggregates.Where(a => a.Function is AggregateFunction.Count or AggregateFunction.CountRows).Select(a => a.Output).ToHashSet();
        BoundExpression ZeroForNone(BoundExpression e) => e is BoundColumn column && counts.Contains(column.Column) ? OrZero(column.Column) : BoundRewriter.Children(e, ZeroForNone);
        return (_join.Attach(left, rows, correlation, select.Aggregates), ZeroForNone(select.Select[0].Expression));
    }

    private (PlanNode Node, List<BoundExpression> Correlation) Rows(BoundExists exists) => exists.Query switch
    {
        BoundSelect { IsGrouped: false } select => queries.LowerRows(select, correlated: true),
        BoundSelect { IsGrouped: true, GroupBy.IsEmpty: true, Having: null } => throw YamlText.At(PlanErrors.NotPlannable, exists.Location, "EXISTS over an aggregate without GROUP BY is always true", "leave it out"),
        var query => (queries.Lower(query), []),
    };

    private (PlanNode Node, List<BoundExpression> Correlation, ImmutableArray<BoundExpression> Values) Rows(BoundInSubquery @in)
    {
        if (@in.Query is BoundSelect { IsGrouped: false, Distinct: false } select && !select.Select.Any(p => QueryLowering.HasSubquery(p.Expression)))
        {
            var (rows, correlation) = queries.LowerRows(select, correlated: true);
            return (rows, correlation, [.. select.Select.Select(p => p.Expression)]);
        }

        var node = queries.Lower(@in.Query);
        return (node, [], [.. node.Columns.Select(c => new BoundColumn(c))]);
    }

    private BoundAggregate Count(string name, BoundExpression? argument = null) => new(
        queries.NewColumn(name, OracleType.Number, nullable: true),
        argument is null ? AggregateFunction.CountRows : AggregateFunction.Count,
        argument,
        Distinct: false);

    private static BoundComparison IsPositive(BoundAggregate count) => new(ComparisonOperator.Greater, OrZero(count.Output), Zero);

    private static BoundCall OrZero(QueryColumn column) => new(ScalarFunction.Nvl, [new BoundColumn(column), Zero], OracleType.Number);

    private static bool MayBeNull(BoundExpression expression) => expression switch
    {
        BoundColumn column => column.Column.Nullable,
        BoundLiteral literal => literal.Value.IsNull,
        _ => true,
    };
}
