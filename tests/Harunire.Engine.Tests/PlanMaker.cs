using System.Collections.Immutable;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Tests;

/// <summary>Makes plans over three small tables (A NUMBER, B NUMBER, C VARCHAR2, all nullable).</summary>
internal sealed class PlanMaker(Random random)
{
    private int _next;

    public static ImmutableArray<TableSchema> Tables { get; } =
    [
        .. ((string[])["T1", "T2", "T3"]).Select(name => new TableSchema
        {
            Name = new TableName(null, name),
            Columns = [new("A", OracleType.Number, true), new("B", OracleType.Number, true), new("C", new TextType(10), true)],
            Key = [],
        }),
    ];

    public PlanNode Scan(int table) =>
        new ScanNode(Tables[table], [0, 1, 2], [Column("A", OracleType.Number), Column("B", OracleType.Number), Column("C", new TextType(10))]);

    public PlanNode Any(int depth) => depth == 0 ? Scan(random.Next(3)) : random.Next(10) switch
    {
        0 => Filter(Any(depth - 1)),
        1 => Project(Any(depth - 1)),
        2 or 3 => Join((JoinKind)random.Next(3), Any(depth - 1), Any(depth - 1)),
        4 => SemiJoin(anti: random.Next(2) == 0, nullAware: false, Any(depth - 1), Any(depth - 1)),
        5 => SemiJoin(anti: true, nullAware: true, Any(depth - 1), Any(depth - 1)),
        6 or 7 => Aggregate(Any(depth - 1), random.Next(3)),
        8 when random.Next(2) == 0 => WideAggregate(Any(depth - 1)),
        8 => new DistinctNode(Project(Any(depth - 1))),
        _ => Union(Any(depth - 1), Any(depth - 1)),
    };

    public PlanNode Filter(PlanNode input) =>
        new FilterNode(input, new BoundComparison((ComparisonOperator)random.Next(6), NumberOf(input), new BoundLiteral(Datum.FromNumber(random.Next(4)), OracleType.Number)));

    public PlanNode Project(PlanNode input) => new ProjectNode(input,
    [
        new(Column("P", OracleType.Number), new BoundCall(ScalarFunction.Add, [NumberOf(input), NumberOf(input)], OracleType.Number)),
        new(Column("Q", OracleType.Number), NumberOf(input)),
    ]);

    public PlanNode Union(PlanNode left, PlanNode right) =>
        new UnionAllNode([Project(left), Project(right), new ProjectNode(new SingleRowNode(), [new(Column("P", OracleType.Number), new BoundLiteral(Datum.FromNumber(7), OracleType.Number)), new(Column("Q", OracleType.Number), new BoundLiteral(Datum.Null, OracleType.Number))])], [Column("U", OracleType.Number), Column("V", OracleType.Number)]);

    public PlanNode Join(JoinKind kind, PlanNode left, PlanNode right)
    {
        var keys = random.Next(5) == 0 ? 0 : random.Next(1, 3);
        return new JoinNode(kind, left, right, Numbers(left, keys), Numbers(right, keys), Residual(left, right));
    }

    public PlanNode SemiJoin(bool anti, bool nullAware, PlanNode left, PlanNode right)
    {
        var correlated = random.Next(2);
        var keys = nullAware ? correlated + random.Next(1, 3) : random.Next(3);
        return new SemiJoinNode(anti, nullAware, nullAware ? correlated : 0, left, right, Numbers(left, keys), Numbers(right, keys), Residual(left, right));
    }

    public PlanNode Aggregate(PlanNode input, int keys)
    {
        var argument = NumberOf(input);
        BoundAggregate Of(AggregateFunction function, BoundExpression? over, bool distinct = false) => new(Column(function.ToString(), OracleType.Number), function, over, distinct);
        return new AggregateNode(
            input,
            [.. Numbers(input, keys).Select(k => new BoundProjection(Column("K", OracleType.Number), k))],
            [
                Of(AggregateFunction.CountRows, null), Of(AggregateFunction.Count, argument), Of(AggregateFunction.Sum, argument), Of(AggregateFunction.Avg, argument),
                Of(AggregateFunction.Min, argument), Of(AggregateFunction.Max, argument), Of(AggregateFunction.Max, NumberOf(input)),
                Of(AggregateFunction.Count, argument, true), Of(AggregateFunction.Sum, argument, true), Of(AggregateFunction.Avg, NumberOf(input), true),
            ]);
    }

    /// <summary>MIN, MAX and what is DISTINCT of text, and sums of numbers with more digits than a word has.</summary>
    public PlanNode WideAggregate(PlanNode input)
    {
        var texts = input.Columns.Where(c => c.Type is TextType).ToArray();
        var wide = new BoundCall(ScalarFunction.Divide, [NumberOf(input), new BoundLiteral(Datum.FromNumber(3_000_000), OracleType.Number)], OracleType.Number);
        BoundAggregate Of(AggregateFunction function, BoundExpression over, bool distinct = false) => new(Column(function.ToString(), over.Type), function, over, distinct);
        return new AggregateNode(
            input,
            [.. Numbers(input, random.Next(2)).Select(k => new BoundProjection(Column("K", OracleType.Number), k))],
            [
                .. texts.Take(1).Select(t => new BoundColumn(t)).SelectMany(t => (BoundAggregate[])[Of(AggregateFunction.Min, t), Of(AggregateFunction.Max, t), Of(AggregateFunction.Count, t, true)]),
                Of(AggregateFunction.Min, wide), Of(AggregateFunction.Max, wide), Of(AggregateFunction.Count, wide, true),
            ]);
    }

    /// <summary>A plan whose target key is unique: the node's rows, each with how often it is there.</summary>
    public MappingPlan Counted(PlanNode node)
    {
        var root = new AggregateNode(
            node,
            [.. node.Columns.Select(c => new BoundProjection(Column(c.Name, c.Type), new BoundColumn(c)))],
            [new BoundAggregate(Column("N", OracleType.Number), AggregateFunction.CountRows, null, false)]);
        return Plan(root, node.Columns.Length);
    }

    public static MappingPlan Plan(PlanNode root, int keys, string fingerprint = "f1") => new()
    {
        Mapping = "m",
        Root = root,
        Target = new ResultTable
        {
            Name = "target",
            Columns = [.. root.Columns.Select((c, i) => new ColumnDefinition($"C{i}", c.Type, true))],
            PartitionKeyCount = keys,
            ClusteringDescending = [],
        },
        TargetOrdinals = [.. Enumerable.Range(0, root.Columns.Length)],
        Tables = Tables,
        Fingerprint = fingerprint,
    };

    private BoundExpression? Residual(PlanNode left, PlanNode right) =>
        random.Next(2) == 0 ? null : new BoundComparison(ComparisonOperator.LessOrEqual, NumberOf(left), NumberOf(right));

    private ImmutableArray<BoundExpression> Numbers(PlanNode input, int count) => [.. Enumerable.Range(0, count).Select(_ => NumberOf(input))];

    private BoundColumn NumberOf(PlanNode input)
    {
        QueryColumn[] numbers = [.. input.Columns.Where(c => c.Type is NumberType)];
        return new BoundColumn(numbers[random.Next(numbers.Length)]);
    }

    private QueryColumn Column(string name, OracleType type) => new(_next++, name, type, true);
}
