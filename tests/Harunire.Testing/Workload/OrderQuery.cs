using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;

namespace Harunire.Testing.Workload;

/// <summary>A query of the workload in Oracle's SQL, and what its specification says the result is.</summary>
/// <remarks>The reference values come from four independent programs (SPEC.md): a Rust loop, DBSP, Kafka Streams, Flink.</remarks>
public sealed class OrderQuery
{
    private readonly Func<OracleNumber[], long[]> _columns;

    private OrderQuery(string name, string sql, string[] key, Dictionary<long, OrderReference> references, Func<OracleNumber[], long[]> columns)
    {
        (Name, Sql, References, _columns) = (name, sql, references, columns);
        var nowhere = new SourceLocation(name + ".yaml", 1, 1);
        Plan = PlanBuilder.Build(
            new MappingFile
            {
                Path = nowhere.File!,
                Name = name,
                Query = sql,
                QueryLocation = nowhere,
                Table = name,
                PartitionKey = [.. key.Select(k => new TargetKey(k, false, nowhere))],
                ClusteringKey = [],
            },
            new OrderTables());
    }

    public static OrderQuery Q1 { get; } = new(
        "q1",
        "SELECT store_id, order_day, SUM(quantity * unit_price) s, COUNT(*) n, AVG(unit_price) a FROM order_items WHERE status <> 2 GROUP BY store_id, order_day",
        ["store_id", "order_day"],
        new()
        {
            [100_000] = new(64_842, 0x86024ccfec71cb8a, 85_314),
            [1_000_000] = new(313_171, 0xea10f86c903f0a8b, 889_181),
            [2_000_000] = new(357_693, 0x04610a7c958f363c, 1_783_969),
            [10_000_000] = new(365_000, 0xeb59d531796aa84f, 8_952_331),
        },
        row => [Whole(row[0], 0), Whole(row[1], 0), Whole(row[2], 2), Whole(row[3], 0), Whole(row[4], 6)]);

    public static OrderQuery Q2 { get; } = new(
        "q2",
        "SELECT p.category, MIN(o.unit_price) lo, MAX(o.unit_price) hi, COUNT(DISTINCT o.store_id) d FROM order_items o JOIN products p ON p.product_id = o.product_id GROUP BY p.category",
        ["category"],
        new()
        {
            [100_000] = new(100, 0x89104d943f023531, 1_000),
            [1_000_000] = new(100, 0x65f231763caddc33, 6_675),
            [2_000_000] = new(100, 0x6840b22945c1d868, 6_899),
            [10_000_000] = new(100, 0x048b0936ac0e417c, 7_302),
        },
        row => [Whole(row[0], 0), Whole(row[1], 2), Whole(row[2], 2), Whole(row[3], 0)]);

    public string Name { get; }

    public string Sql { get; }

    public MappingPlan Plan { get; }

    /// <summary>By the number of changes, in epochs of 10,000.</summary>
    public IReadOnlyDictionary<long, OrderReference> References { get; }

    /// <summary>The specification's hash of a result row, with the query's columns in order.</summary>
    public ulong Hash(IEnumerable<Datum> row) => SplitMix.Hash(_columns([.. row.Select(d => d.AsNumber)]));

    // An average's digits beyond the specification's are cut off there too.
    private static long Whole(OracleNumber number, int scale) =>
        number.Truncate(scale).TryToScaled(scale, out long value) ? value : throw new InvalidOperationException($"{number} does not fit the specification");
}

/// <summary>What a query's result is after so many changes.</summary>
/// <param name="Changed">Result rows that differ after an epoch from what they were before it, summed over the epochs.</param>
public sealed record OrderReference(long Rows, ulong Checksum, long Changed);
