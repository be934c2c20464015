using System.Collections.Immutable;
using Harunire.Model.Changes;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;

namespace Harunire.Verify.Tests;

public sealed class ExplainerTests
{
    [Fact]
    public async Task Explain_LegacyRoundsEachRow_NamesItForEveryKey()
    {
        var rows = Enumerable.Range(1, 20).Select(day => (Day: day, Terms: new[] { $"{day}.124", "1.354", "2.113" })).ToList();
        var legacy = rows.Select(r => Twin.Row(1, r.Day, Sum(r.Terms, 2))).ToList();
        var target = rows.Select(r => Twin.Row(1, r.Day, Sum(r.Terms, null))).ToList();

        var found = await ExplainAsync(legacy, target, [.. rows.Select(r => Opinion(Twin.Row(1, r.Day, Sum(r.Terms, null)), r.Terms))]);

        found.Hypotheses[0].Title.Should().Be("the legacy code rounds each row to 2 decimals before the SUM");
        found.Hypotheses[0].Explained.Should().Be(20);
        found.Hypotheses[1].Explained.Should().Be(0);
        found.Keys.Should().OnlyContain(k => k.Class == DifferenceClass.Rounding && k.Wrong == WrongSide.Legacy);
    }

    [Theory]
    [InlineData("null against 0", DifferenceClass.NullAgainstZero)]
    [InlineData("blank", DifferenceClass.NullAgainstBlank)]
    [InlineData("padding", DifferenceClass.Padding)]
    [InlineData("charset", DifferenceClass.Charset)]
    [InlineData("final rounding", DifferenceClass.Rounding)]
    [InlineData("nothing known", DifferenceClass.Value)]
    public async Task Explain_WithoutASource_ClassesByTheValuesAlone(string fault, DifferenceClass expected)
    {
        var (legacy, target) = fault switch
        {
            "null against 0" => (Twin.Row(1, 1, null, "a"), Twin.Row(1, 1, "0", "a")),
            "blank" => (Twin.Row(1, 1, "1"), Twin.Row(1, 1, "1", "  ")),
            "padding" => (Twin.Row(1, 1, "1", "a  "), Twin.Row(1, 1, "1", "a")),
            "charset" => (Twin.Row(1, 1, "1", "M?nchen"), Twin.Row(1, 1, "1", "München")),
            "final rounding" => (Twin.Row(1, 1, "1.23"), Twin.Row(1, 1, "1.2345")),
            _ => (Twin.Row(1, 1, "17"), Twin.Row(1, 1, "4")),
        };

        var found = await ExplainAsync([legacy], [target], null);

        found.Keys.Should().ContainSingle().Which.Class.Should().Be(expected);
        found.Keys[0].Wrong.Should().Be(WrongSide.Undecided);
    }

    [Fact]
    public async Task Explain_RowsMovedOverMidnight_IsDayBoundary()
    {
        var found = await ExplainAsync(
            [Twin.Row(1, 1, "10"), Twin.Row(1, 2, "25"), Twin.Row(2, 5, "3")],
            [Twin.Row(1, 1, "15"), Twin.Row(1, 2, "20"), Twin.Row(2, 5, "4")],
            null);

        found.Keys.Select(k => k.Class).Should().Equal(DifferenceClass.DayBoundary, DifferenceClass.DayBoundary, DifferenceClass.Value);
    }

    [Fact]
    public async Task Explain_LegacyFromEarlierCut_IsStale()
    {
        var opinion = Opinion(Twin.Row(1, 1, "9"), ["9"]) with { Earlier = [new EarlierRow(7, Twin.Row(1, 1, "4"))] };

        var found = await ExplainAsync([Twin.Row(1, 1, "4")], [Twin.Row(1, 1, "9")], [opinion]);

        found.Keys[0].Class.Should().Be(DifferenceClass.LegacyStale);
        found.Keys[0].Wrong.Should().Be(WrongSide.Legacy);
    }

    [Fact]
    public async Task Explain_TargetWithDeletedRow_IsMissedDelete()
    {
        var opinion = Opinion(Twin.Row(1, 1, "4"), ["4"]) with { Earlier = [new EarlierRow(7, Twin.Row(1, 1, "9"))] };
        var evidence = new Trail(new TrailEvent(ChangeOperation.Delete, "ORDERS 17", 8, "co.ORDERS", 0, 3));

        var found = await ExplainAsync([Twin.Row(1, 1, "4")], [Twin.Row(1, 1, "9")], [opinion], evidence);

        found.Keys[0].Class.Should().Be(DifferenceClass.MissedDelete);
        found.Keys[0].Wrong.Should().Be(WrongSide.Target);
        found.Keys[0].Trail.Should().ContainSingle();
    }

    [Theory]
    [InlineData("9", "13", "9", "the target counts one source row twice")]
    [InlineData("13", "9", "9", "the legacy table counts one source row twice")]
    [InlineData("5", "9", "9", "the legacy table lacks one source row")]
    [InlineData("9", "5", "9", "the target lacks one source row")]
    public async Task Explain_OneRowTooManyOrTooFew_NamesTheSide(string legacy, string target, string source, string cause)
    {
        var found = await ExplainAsync([Twin.Row(1, 1, legacy)], [Twin.Row(1, 1, target)], [Opinion(Twin.Row(1, 1, source), ["4", "5"])]);

        found.Keys[0].Causes.Should().Contain(cause);
    }

    [Fact]
    public async Task Explain_MissingAndExtra_AskTheSource()
    {
        var found = await ExplainAsync([Twin.Row(1, 1, "1")], [Twin.Row(2, 1, "1")], [Opinion(Twin.Row(1, 1, "1"), ["1"]), new Opinion { Key = Twin.Key(2, 1), Row = null }]);

        found.Keys.Select(k => (k.Class, k.Wrong)).Should().Equal((DifferenceClass.Missing, WrongSide.Target), (DifferenceClass.Unexpected, WrongSide.Target));
    }

    internal static string Sum(string[] terms, int? digits) =>
        terms.Select(t => OracleNumber.Parse(t)).Aggregate(OracleNumber.Zero, (sum, t) => sum + (digits is { } d ? t.Round(d) : t)).ToPlainString();

    internal static Opinion Opinion(Datum[] row, string[] terms) => new()
    {
        Key = row[..2],
        Row = row,
        BaseRows = [.. terms.Select((t, i) => new BaseRow($"ORDERS {i + 1}", row[1], ImmutableDictionary<string, Datum>.Empty.Add("amount", Twin.Number(t))))],
    };

    internal static async Task<ExplainedDifferences> ExplainAsync(List<Datum[]> legacy, List<Datum[]> target, Opinion[]? opinions, IEvidence? evidence = null)
    {
        var rules = Twin.Rules();
        var outcome = await Twin.CompareAsync(legacy, target, rules);
        return await Explainer.ExplainAsync(outcome, rules.Columns, opinions is null ? null : new Source(opinions), evidence, TestContext.Current.CancellationToken);
    }

    internal sealed class Source(Opinion[] opinions) : IThirdOpinion
    {
        public IAsyncEnumerable<Opinion> ConsultAsync(IReadOnlyList<Datum[]> keys, CancellationToken cancellationToken) => opinions.ToAsyncEnumerable();
    }

    internal sealed class Trail(params TrailEvent[] events) : IEvidence
    {
        public Task<IReadOnlyList<TrailEvent>> TrailAsync(Datum[] key, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<TrailEvent>>(events);
    }
}
