using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>Law: each row of the left input stays once, beside the aggregates over the rows of the right one that its correlation selects; NULLs where it selects none.</summary>
internal sealed class CorrelatedJoin(QueryLowering queries)
{
    public JoinNode Attach(PlanNode left, PlanNode right, IReadOnlyList<BoundExpression> correlation, ImmutableArray<BoundAggregate> aggregates)
    {
        var outer = left.Columns.ToHashSet();
        bool ReadsOuter(BoundExpression? e) => BoundColumns.Of(e).Any(outer.Contains);
        var own = correlation.Where(c => !ReadsOuter(c)).ToList();
        correlation = [.. correlation.Where(ReadsOuter)];
        right = own.Count == 0 ? right : new FilterNode(right, QueryLowering.And(own));
        if (correlation.Count == 0 && !aggregates.Any(a => ReadsOuter(a.Argument)))
        {
            return new JoinNode(JoinKind.Inner, left, new AggregateNode(right, [], aggregates), [], [], null);
        }

        var keys = JoinKeys.Split(correlation, left.Columns, right.Columns);
        return keys.Residual is null && !aggregates.Any(a => ReadsOuter(a.Argument))
            ? ByKeys(left, right, keys, aggregates)
            : ByOuterValues(left, right, correlation, aggregates);
    }

    // Equalities alone: the right rows are grouped by their side of them.
    private JoinNode ByKeys(PlanNode left, PlanNode right, JoinKeys keys, ImmutableArray<BoundAggregate> aggregates)
    {
        var groups = keys.Right.Select(key => new BoundProjection(queries.NewColumn("KEY", key.Type, nullable: true), key)).ToImmutableArray();
        return new JoinNode(JoinKind.Left, left, new AggregateNode(right, groups, aggregates), keys.Left, [.. groups.Select(g => new BoundColumn(g.Output))], null);
    }

    // Anything else: for each distinct combination of the outer values that it reads, the right rows are found and aggregated.
    private JoinNode ByOuterValues(PlanNode left, PlanNode right, IReadOnlyList<BoundExpression> correlation, ImmutableArray<BoundAggregate> aggregates)
    {
        var read = correlation.Concat(aggregates.Select(a => a.Argument)).SelectMany(e => BoundColumns.Of(e)).Where(left.Columns.Contains).Distinct().ToList();
        var copies = read.ToDictionary(c => c, c => queries.NewColumn(c.Name, c.Type, c.Nullable));
        BoundExpression Copied(BoundExpression e) => e is BoundColumn column && copies.TryGetValue(column.Column, out var copy) ? new BoundColumn(copy) { Location = e.Location } : BoundRewriter.Children(e, Copied);
        var values = new DistinctNode(new ProjectNode(left, [.. read.Select(c => new BoundProjection(copies[c], new BoundColumn(c)))]));
        var keys = JoinKeys.Split([.. correlation.Select(Copied)], values.Columns, right.Columns);
        var pairs = new JoinNode(JoinKind.Inner, values, right, keys.Left, keys.Right, keys.Residual);
        var groups = read.Select(c => new BoundProjection(queries.NewColumn(c.Name, c.Type, c.Nullable), new BoundColumn(copies[c]))).ToImmutableArray();
        var grouped = new AggregateNode(pairs, groups, [.. aggregates.Select(a => a with { Argument = a.Argument is null ? null : Copied(a.Argument) })]);
        return new JoinNode(JoinKind.Left, left, grouped, NullSafe(read), NullSafe(groups.Select(g => g.Output)), null);
    }

    // NULL finds NULL: whether it is NULL, and its value or any other.
    private static ImmutableArray<BoundExpression> NullSafe(IEnumerable<QueryColumn> columns) => [.. columns.SelectMany(column => NullSafe(column))];

    private static IEnumerable<BoundExpression> NullSafe(QueryColumn column)
    {
        var value = new BoundColumn(column);
        if (!column.Nullable)
        {
            return [value];
        }

        var zero = new BoundLiteral(Datum.FromNumber(OracleNumber.Zero), OracleType.Number);
        var one = new BoundLiteral(Datum.FromNumber(1), OracleType.Number);
        return [new BoundCase([new BoundCaseArm(new BoundIsNull(value), one)], zero, OracleType.Number), new BoundCall(ScalarFunction.Nvl, [value, AnyValue(column.Type)], column.Type)];
    }

    private static BoundLiteral AnyValue(OracleType type) => new(
        type switch
        {
            NumberType => Datum.FromNumber(OracleNumber.Zero),
            DateType => Datum.FromDate(default),
            TimestampType => Datum.FromTimestamp(default),
            TimestampTzType or TimestampLtzType => Datum.FromTimestampTz(default),
            IntervalYearToMonthType => Datum.FromIntervalYearToMonth(default),
            IntervalDayToSecondType => Datum.FromIntervalDayToSecond(default),
            RawType or BlobType => Datum.FromRaw([0]),
            BinaryFloatType => Datum.FromBinaryFloat(0),
            BinaryDoubleType => Datum.FromBinaryDouble(0),
            _ => Datum.FromText("-"),
        },
        type);
}
