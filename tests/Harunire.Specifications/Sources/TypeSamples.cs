using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Specifications.Sources;

/// <summary>Columns of every type, with values at the edges of each.</summary>
public static class TypeSamples
{
    public static IReadOnlyList<(string Name, OracleType Type, Datum[] Values)> All { get; } =
    [
        ("n_any", OracleType.Number, Numbers("0", "-1", "0.1", "12345678901234567890123456789012345678", "-0.0000000000000000000000000000000000000001", "9223372036854775808", "-9223372036854775809", "1E+38", "1E-30")),
        ("n_19_0", new NumberType(19, 0), Numbers("9223372036854775807", "-9223372036854775808", "0")),
        ("n_38_10", new NumberType(38, 10), Numbers("1234567890123456789012345678.0123456789", "-0.0000000001")),
        ("n_5_2", new NumberType(5, 2), Numbers("999.99", "-0.01", "10")),
        ("text", new TextType(100), [.. new[] { "a", " b ", "ÄÖ€", "\U0001F600", "'quoted\"", "line\nbreak", "NULL" }.Select(Datum.FromText)]),
        ("fixed", new CharType(4), [.. new[] { "abcd", "ab  " }.Select(Datum.FromText)]),
        ("clob", new ClobType(), [Datum.FromText(new string('x', 40_000) + "ž")]),
        ("raw", new RawType(20), [Datum.FromRaw([0]), Datum.FromRaw([0, 255, 128, 10])]),
        ("blob", new BlobType(), [Datum.FromRaw([.. Enumerable.Range(0, 9_000).Select(i => (byte)(i % 256))])]),
        ("day", OracleType.Date, [Date(1, 1, 1), Date(1582, 10, 15), Date(1970, 1, 1), Date(2000, 2, 29), Date(9999, 12, 31, 86_399)]),
        ("at_0", new TimestampType(0), [Stamp(2024, 3, 31, 9_000, 0)]),
        ("at_6", new TimestampType(6), [Stamp(1969, 12, 31, 86_399, 999_999_000), Stamp(2024, 3, 31, 9_000, 1_000)]),
        ("at_9", new TimestampType(9), [Stamp(2024, 3, 31, 9_000, 123_456_789)]),
        ("zoned", new TimestampTzType(6), [Zoned(0), Zoned(330), Zoned(-570), Zoned(840)]),
        ("real_4", new BinaryFloatType(), [Datum.FromBinaryFloat(1.5f), Datum.FromBinaryFloat(-3.4028235E38f)]),
        ("real_8", new BinaryDoubleType(), [Datum.FromBinaryDouble(0.1), Datum.FromBinaryDouble(-1.7976931348623157E308)]),
        ("months", new IntervalYearToMonthType(4), [Datum.FromIntervalYearToMonth(new IntervalYearToMonth(14)), Datum.FromIntervalYearToMonth(new IntervalYearToMonth(-1))]),
        ("seconds", new IntervalDayToSecondType(4), [Datum.FromIntervalDayToSecond(new IntervalDayToSecond(90_061, 500_000_000)), Datum.FromIntervalDayToSecond(new IntervalDayToSecond(-2, 500_000_000))]),
    ];

    /// <summary>The type without its arguments: <c>TIMESTAMP WITH TIME ZONE</c>.</summary>
    public static string NameOf(OracleType type) =>
        System.Text.RegularExpressions.Regex.Replace(type.ToString(), @"\([^)]*\)", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private static Datum[] Numbers(params string[] texts) => [.. texts.Select(t => Datum.FromNumber(OracleNumber.Parse(t)))];

    private static Datum Date(int year, int month, int day, int second = 0) => Datum.FromDate(new OracleDate(OracleDate.Create(year, month, day)!.Value.Seconds + second));

    private static Datum Stamp(int year, int month, int day, int second, int nanoseconds) =>
        Datum.FromTimestamp(new OracleTimestamp(OracleDate.Create(year, month, day)!.Value.Seconds + second, nanoseconds));

    private static Datum Zoned(int offsetMinutes) => Datum.FromTimestampTz(new OracleTimestampTz(new OracleTimestamp(OracleDate.Create(2024, 3, 31)!.Value.Seconds + 3_600, 250_000_000), offsetMinutes));
}
