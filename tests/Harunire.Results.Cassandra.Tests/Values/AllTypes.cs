using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Results.Cassandra.Tests.Values;

/// <summary>A table with a column of every type, and rows at the edges of each.</summary>
internal static class AllTypes
{
    private static readonly (string Name, OracleType Type, Datum[] Values)[] Columns =
    [
        ("small", new NumberType(9, 0), Numbers("999999999", "-999999999", "0")),
        ("big", new NumberType(18, 0), Numbers("999999999999999999", "-999999999999999999", "1")),
        ("huge", new NumberType(38, 0), Numbers("99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "128")),
        ("hundreds", new NumberType(5, -2), Numbers("9999900", "-100", "0")),
        ("money", new NumberType(12, 2), Numbers("9999999999.99", "-0.01", "100")),
        ("any", OracleType.Number, Numbers("0.1000000000000000000000000000000000000001", "-1E-100", "1E+100")),
        ("word", new TextType(40), [Datum.FromText("ä%'\"\\"), Datum.FromText(" blank "), Datum.FromText("😀\0z")]),
        ("padded", new CharType(5), [Datum.FromText("ab   "), Datum.FromText("     "), Datum.FromText("abcde")]),
        ("long", new ClobType(), [Datum.FromText(new string('x', 100_000)), Datum.FromText("y"), Datum.FromText("z")]),
        ("bytes", new RawType(16), [Datum.FromRaw([0, 255, 128]), Datum.FromRaw([0]), Datum.FromRaw([1, 2, 3])]),
        ("blob", new BlobType(), [Datum.FromRaw([.. Enumerable.Repeat((byte)7, 70_000)]), Datum.FromRaw([0]), Datum.FromRaw([9])]),
        ("day", OracleType.Date, Dates("2026-03-01 23:59:59", "-4712-01-01 00:00:00", "9999-12-31 23:59:59")),
        ("millis", new TimestampType(3), Timestamps("2026-03-01 10:00:00.123", "1969-12-31 23:59:59.999", "0001-01-01 00:00:00")),
        ("micros", new TimestampType(6), Timestamps("2026-03-01 10:00:00.123456", "1969-12-31 23:59:59.000001", "9999-12-31 23:59:59.999999")),
        ("zoned", new TimestampTzType(6), Zoned("2026-03-01 10:00:00.123456+05:30", "2026-03-01 10:00:00-08:00", "1969-12-31 23:59:59.5+00:00")),
        ("local", new TimestampLtzType(3), Zoned("2026-03-01 10:00:00.123+00:00", "1969-12-31 23:59:59.5+00:00", "2026-03-01 10:00:00+00:00")),
        ("months", new IntervalYearToMonthType(9), [.. new long[] { 11_999_999_999, -1, 0 }.Select(m => Datum.FromIntervalYearToMonth(new IntervalYearToMonth(m)))]),
        ("span", new IntervalDayToSecondType(9, 9), [.. new[] { (86_399_999_999_999, 999_999_999), (-1L, 500_000_000), (0L, 0) }.Select(s => Datum.FromIntervalDayToSecond(new IntervalDayToSecond(s.Item1, s.Item2)))]),
        ("single", new BinaryFloatType(), [.. new[] { float.MaxValue, float.NaN, 0.1f }.Select(Datum.FromBinaryFloat)]),
        ("twice", new BinaryDoubleType(), [.. new[] { double.Epsilon, double.NegativeInfinity, 0.1 }.Select(Datum.FromBinaryDouble)]),
    ];

    public static IReadOnlyList<ResultRow> Rows { get; } =
    [
        .. Enumerable.Range(0, 3).Select(r => new ResultRow([Datum.FromNumber(r)], [.. Columns.Select(c => c.Values[r])])),
        new ResultRow([Datum.FromNumber(3)], [.. Columns.Select(_ => Datum.Null)]),
    ];

    public static ResultTable Table { get; } = new()
    {
        Name = "all_types",
        Columns = [new ColumnDefinition("id", new NumberType(9, 0), false), .. Columns.Select(c => new ColumnDefinition(c.Name, c.Type, true))],
        PartitionKeyCount = 1,
        ClusteringDescending = [],
    };

    /// <summary>The types that a reader of docs/cassandra.md expects.</summary>
    public static IReadOnlyList<string> Stored { get; } =
        ["int", "bigint", "varint", "int", "decimal", "decimal", "text", "text", "text", "blob", "blob", "timestamp", "timestamp", "text", "text", "timestamp", "bigint", "decimal", "float", "double"];

    /// <summary>Every type but those of floats as the only key column, so that equal keys must have equal bytes.</summary>
    public static IEnumerable<(ResultTable Table, Datum[] Keys)> AsKeys() => Columns
        .Where(c => c.Name is not ("long" or "blob"))
        .Select(c => (new ResultTable
        {
            Name = "key_" + c.Name,
            Columns = [new ColumnDefinition(c.Name, c.Type, false), new ColumnDefinition("value", new TextType(10), true)],
            PartitionKeyCount = 1,
            ClusteringDescending = [],
        }, c.Values));

    private static Datum[] Numbers(params string[] values) => [.. values.Select(v => Datum.FromNumber(OracleNumber.Parse(v)))];

    private static Datum[] Dates(params string[] values) => [.. values.Select(v => OracleDate.TryParse(v, out var date) ? Datum.FromDate(date) : throw new FormatException(v))];

    private static Datum[] Timestamps(params string[] values) => [.. values.Select(v => OracleTimestamp.TryParse(v, out var time) ? Datum.FromTimestamp(time) : throw new FormatException(v))];

    private static Datum[] Zoned(params string[] values) => [.. values.Select(v => OracleTimestampTz.TryParse(v, out var time) ? Datum.FromTimestampTz(time) : throw new FormatException(v))];
}
