using System.Collections.Immutable;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Testing.Servers;

namespace Harunire.Results.PostgreSql.Tests;

/// <summary>Values at the edges of each type, through the server and back.</summary>
public sealed class TypeRoundTripTests(PostgreSqlCluster cluster)
{
    private static readonly (OracleType Type, Datum[] Values)[] Types =
    [
        (new NumberType(9, 0), Numbers("999999999", "-999999999", "0")),
        (new NumberType(12, 2), Numbers("9999999999.99", "-0.01", "100")),
        (OracleType.Number, Numbers("0.1000000000000000000000000000000000000001", "-1E-130", "9.99E+125")),
        (new TextType(40), [Datum.FromText("ä%'\"\\"), Datum.FromText(" blank "), Datum.FromText("😀{,}")]),
        (new CharType(5), [Datum.FromText("ab   "), Datum.FromText("     "), Datum.FromText("abcde")]),
        (new ClobType(), [Datum.FromText(new string('x', 100_000)), Datum.FromText("\n"), Datum.FromText("NULL")]),
        (new RawType(16), [Datum.FromRaw([0, 255, 128]), Datum.FromRaw([0]), Datum.FromRaw([1, 2, 3])]),
        (OracleType.Date, [.. new[] { "2026-03-01 23:59:59", "-4712-01-01 00:00:00", "9999-12-31 23:59:59" }.Select(Date)]),
        (new TimestampType(3), [.. new[] { "2026-03-01 10:00:00.123", "1969-12-31 23:59:59.999", "-0001-01-01 00:00:00" }.Select(Timestamp)]),
        (new TimestampType(6), [.. new[] { "2026-03-01 10:00:00.123456", "1969-12-31 23:59:59.000001", "9999-12-31 23:59:59.999999" }.Select(Timestamp)]),
        (new IntervalYearToMonthType(9), [.. new long[] { 11_999_999_999, -1, 0 }.Select(m => Datum.FromIntervalYearToMonth(new IntervalYearToMonth(m)))]),
        (new IntervalDayToSecondType(9, 9), [.. new[] { (86_399_999_999_999, 999_999_999), (-1L, 500_000_000), (0L, 0) }.Select(s => Datum.FromIntervalDayToSecond(new IntervalDayToSecond(s.Item1, s.Item2)))]),
        (new BinaryFloatType(), [.. new[] { float.MaxValue, float.NaN, 0.1f }.Select(Datum.FromBinaryFloat)]),
        (new BinaryDoubleType(), [.. new[] { double.Epsilon, double.NegativeInfinity, 0.1 }.Select(Datum.FromBinaryDouble)]),
    ];

    [Fact]
    public async Task EveryType_ReadBack_IsEqual()
    {
        Assert.SkipWhen(cluster.MissingReason is not null, cluster.MissingReason ?? "");
        var table = Table([.. Types.Select(t => t.Type)]);
        var rows = Enumerable.Range(0, 3).Select(r => new ResultRow([Datum.FromNumber(r)], [.. Types.Select(t => t.Values[r])]))
            .Append(new ResultRow([Datum.FromNumber(3)], [.. Types.Select(_ => Datum.Null)])).ToArray();

        var read = await ThroughAsync(table, rows);

        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < Types.Length; c++)
            {
                read[r].Values![c].ToString().Should().Be(rows[r].Values![c].ToString(), "{0} in row {1}", Types[c].Type, r);
                read[r].Values![c].Equals(rows[r].Values![c]).Should().BeTrue("{0} in row {1}", Types[c].Type, r);
            }
        }
    }

    // timestamptz keeps the instant, and Oracle compares by it: 10:00 at +05:30 is 04:30 in UTC.
    [Theory]
    [InlineData("2026-03-01 10:00:00.123456 +05:30", "2026-03-01 04:30:00.123456+00:00")]
    [InlineData("-0044-03-15 12:00:00 +00:00", "-0044-03-15 12:00:00.000000+00:00")]
    public async Task ZonedTime_ReadBack_IsTheInstantAtUtc(string text, string expected)
    {
        Assert.SkipWhen(cluster.MissingReason is not null, cluster.MissingReason ?? "");
        OracleTimestampTz.TryParse(text, out var zoned).Should().BeTrue();

        var read = await ThroughAsync(Table(new TimestampTzType(6)), new ResultRow([Datum.FromNumber(1)], [Datum.FromTimestampTz(zoned)]));

        read[0].Values![0].AsTimestampTz.ToString(6).Should().Be(expected);
    }

    [Theory]
    [InlineData("2026-03-01 10:00:00.1234567", "microseconds")]
    [InlineData("1500-02-29 00:00:00", "22008")]
    public async Task Time_ThatPostgreSqlDoesNotHave_IsRefused(string text, string expected)
    {
        Assert.SkipWhen(cluster.MissingReason is not null, cluster.MissingReason ?? "");

        var writing = () => ThroughAsync(Table(new TimestampType(9)), new ResultRow([Datum.FromNumber(1)], [Timestamp(text)]));

        var failure = (await writing.Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.ValueDoesNotFit);
        failure.Message.Should().Contain(expected);
    }

    private async Task<List<ResultRow>> ThroughAsync(ResultTable table, params ResultRow[] rows)
    {
        var token = TestContext.Current.CancellationToken;
        await using var target = new PostgreSqlResultTarget(cluster.ConnectionString, $"types_{Guid.NewGuid():N}", "serving");
        await target.EnsureTableAsync(table, token);
        await target.ApplyAsync(
            new ResultBatch { Table = table, Version = 1, Rows = rows, Cut = new Cut { Id = "c", Scn = 1, ReadMicroseconds = 1, EventCounts = ImmutableSortedDictionary<string, long>.Empty } }, token);
        await using var view = await target.OpenViewAsync(table, token);
        return await view.ReadAsync(token).ToListAsync(token);
    }

    private static ResultTable Table(params OracleType[] types) => new()
    {
        Name = "types",
        Columns = [new ColumnDefinition("id", new NumberType(9, 0), false), .. types.Select((type, i) => new ColumnDefinition($"c{i}", type, true))],
        PartitionKeyCount = 1,
        ClusteringDescending = [],
    };

    private static Datum[] Numbers(params string[] texts) => [.. texts.Select(text => Datum.FromNumber(OracleNumber.Parse(text)))];

    private static Datum Date(string text) => OracleDate.TryParse(text, out var date) ? Datum.FromDate(date) : throw new FormatException(text);

    private static Datum Timestamp(string text) => OracleTimestamp.TryParse(text, out var time) ? Datum.FromTimestamp(time) : throw new FormatException(text);
}
