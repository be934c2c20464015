using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Testing.Workload;

namespace Harunire.Benchmarks.Cassandra;

/// <summary>Result rows of a mapping that groups by store and day.</summary>
internal static class ResultLoad
{
    private const int Stores = 500;
    private static readonly DateTime FirstDay = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly OracleDate FirstOracleDay = OracleDate.Create(2024, 1, 1)!.Value;

    public static ResultTable Table { get; } = new()
    {
        Name = "harunire_totals",
        Columns =
        [
            new ColumnDefinition("store", new NumberType(9, 0), false), new ColumnDefinition("day", OracleType.Date, false), new ColumnDefinition("orders", new NumberType(9, 0), true),
            new ColumnDefinition("amount", new NumberType(14, 2), true), new ColumnDefinition("note", new TextType(40), true),
        ],
        PartitionKeyCount = 1,
        ClusteringDescending = [false],
    };

    /// <param name="seed">Another one gives other values under the same keys.</param>
    public static BareRow[] Rows(int count, int seed)
    {
        var random = new SplitMix((ulong)seed);
        return [.. Enumerable.Range(0, count).Select(i => new BareRow(i % Stores, FirstDay.AddDays(i / Stores), random.Below(1000), new decimal(random.Below(100_000_000), 0, 0, false, 2), $"store {i % Stores}, seed {seed}"))];
    }

    public static ResultRow Result(BareRow row) => new(
        [Datum.FromNumber(row.Store), Datum.FromDate(new OracleDate(FirstOracleDay.Seconds + ((long)(row.Day - FirstDay).TotalDays * 86_400)))],
        [Datum.FromNumber(row.Orders), Datum.FromNumber(OracleNumber.FromScaled((long)(row.Amount * 100), 2)), Datum.FromText(row.Note)]);
}
