using System.Collections.Immutable;
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
        found.Hypotheses.Skip(1).Should().OnlyContain(h => h.Added == 0);
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
    public async Task Explain_LegacyFromEarlierCut_IsStaleAsOfTheMomentThatFitsAll()
    {
        // Two keys changed at SCN 5 and 8, and at 6 and 9: only from 6 to 7 do both have the legacy values.
        var first = new KeyTrail { History = [At(3, 1, "2"), At(5, 1, "4"), At(8, 1, "9")] };
        var second = new KeyTrail { History = [At(2, 2, "1"), At(6, 2, "5"), At(9, 2, "7")] };

        var found = await ExplainAsync(
            [Twin.Row(1, 1, "4"), Twin.Row(1, 2, "5")], [Twin.Row(1, 1, "9"), Twin.Row(1, 2, "7")], [Opinion(Twin.Row(1, 1, "9"), ["9"]), Opinion(Twin.Row(1, 2, "7"), ["7"])], new Trails(first, second));

        found.Hypotheses[0].Title.Should().Be("the legacy table is as of an earlier moment, SCN 6 to 7");
        found.Hypotheses[0].Explained.Should().Be(2);
        found.Keys.Should().OnlyContain(k => k.Class == DifferenceClass.LegacyStale && k.Wrong == WrongSide.Legacy);
    }

    [Fact]
    public async Task Explain_LegacyWithAValueThatNeverWas_IsNotStale()
    {
        var trail = new KeyTrail { History = [At(3, 1, "2"), At(5, 1, "4"), At(8, 1, "9")] };

        var found = await ExplainAsync([Twin.Row(1, 1, "3")], [Twin.Row(1, 1, "9")], [Opinion(Twin.Row(1, 1, "9"), ["9"])], new Trails(trail));

        found.Keys[0].Class.Should().Be(DifferenceClass.Value);
    }

    [Theory]
    [InlineData("9", "4", "4", DifferenceClass.MissedDelete)]
    [InlineData("9", "4", "5", DifferenceClass.MissedChange)]
    [InlineData("9", "4", null, DifferenceClass.MissedChange)]
    [InlineData("4", "4", null, DifferenceClass.LostWrite)]
    public async Task Explain_TargetWrong_TopicsTellWhereItWentWrong(string topics, string source, string? withoutOrphans, DifferenceClass expected)
    {
        var trail = new KeyTrail { History = [At(3, 1, topics)], WithoutOrphans = withoutOrphans is null ? null : At(3, 1, withoutOrphans) };

        var found = await ExplainAsync([Twin.Row(1, 1, source)], [Twin.Row(1, 1, "9")], [Opinion(Twin.Row(1, 1, source), ["0.5", "3.5"])], new Trails(trail));

        found.Keys[0].Class.Should().Be(expected);
        found.Keys[0].Wrong.Should().Be(WrongSide.Target);
    }

    // 1.25 = 0.5 + 0.75 rounds to 2 by row and to 1 as a whole; the mapping's own query gives 1.25, so no ROUND of the mapping made a 1 or a 2.
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Explain_TargetOverwrittenWithARoundedValue_IsALostWriteAndNoRoundingOfTheMapping(string overwritten)
    {
        var trail = new KeyTrail { History = [At(3, 1, "1.25")] };

        var found = await ExplainAsync([Twin.Row(1, 1, "1.25")], [Twin.Row(1, 1, overwritten)], [Opinion(Twin.Row(1, 1, "1.25"), ["0.5", "0.75"])], new Trails(trail));

        found.Keys[0].Class.Should().Be(DifferenceClass.LostWrite);
        found.Hypotheses.Where(h => h.Explained > 0).Should().NotContain(h => h.Title.StartsWith("the mapping rounds", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("5", "3", DifferenceClass.EmptyText)]
    [InlineData("3", "5", DifferenceClass.EmptyText)]
    [InlineData("4", "3", DifferenceClass.Value)]
    public async Task Explain_CountOfATextColumn_TellsEmptyTextsCounted(string legacy, string target, DifferenceClass expected)
    {
        var opinion = new Opinion
        {
            Key = Twin.Key(1, 1),
            Row = Twin.Row(1, 1, "3"),
            BaseRows = [.. Enumerable.Range(0, 5).Select(i => new BaseRow($"ORDERS {i}", Datum.Null, []) { CountsNull = ImmutableDictionary<string, bool>.Empty.Add("amount", i > 2) })],
        };

        var found = await ExplainAsync([Twin.Row(1, 1, legacy)], [Twin.Row(1, 1, target)], [opinion]);

        found.Keys[0].Class.Should().Be(expected);
    }

    [Fact]
    public async Task Explain_WeakCauseWithinAStrongerOne_IsMarkedAndComesAfterIt()
    {
        // All keys are rounded per row; day 1 would also fit a rounding of the sum to one decimal.
        (int Day, string[] Terms)[] rows = [(1, ["0.044", "0.044"]), (2, ["1.124", "2.354", "3.114"]), (3, ["5.554", "1.114", "2.224"])];
        var legacy = rows.Select(r => Twin.Row(1, r.Day, Sum(r.Terms, 2))).ToList();
        var target = rows.Select(r => Twin.Row(1, r.Day, Sum(r.Terms, null))).ToList();

        var found = await ExplainAsync(legacy, target, [.. rows.Select(r => Opinion(Twin.Row(1, r.Day, Sum(r.Terms, null)), r.Terms))]);

        found.Hypotheses[0].Should().BeEquivalentTo(new { Title = "the legacy code rounds each row to 2 decimals before the SUM", Explained = 3L, Tested = 3L, Added = 3L });
        found.Hypotheses.Skip(1).Where(h => h.Explained > 0).Should().OnlyContain(h => h.Added == 0 && h.Within == found.Hypotheses[0].Title);
    }

    [Theory]
    [InlineData("rounding per row", "17.5", "10")]
    [InlineData("null against zero", "1", "0")]
    [InlineData("padding", "1", "1")]
    [InlineData("charset", "1", "1")]
    public async Task Explain_NearMiss_ClaimsNothing(string cause, string legacy, string target)
    {
        // Each looks like the cause and is none: terms that don't add up, a zero against a one, a leading blank, a letter for another.
        var (left, right) = cause switch
        {
            "padding" => (Twin.Row(1, 1, legacy, " a"), Twin.Row(1, 1, target, "a")),
            "charset" => (Twin.Row(1, 1, legacy, "Munchen"), Twin.Row(1, 1, target, "München")),
            _ => (Twin.Row(1, 1, legacy), Twin.Row(1, 1, target)),
        };

        var found = await ExplainAsync([left], [right], [Opinion(right, ["3.004", "6.996"])]);

        found.Keys.Should().ContainSingle().Which.Class.Should().Be(DifferenceClass.Value);
        found.Hypotheses.Should().OnlyContain(h => h.Explained == 0);
    }

    [Theory]
    [InlineData(23, "5", true)]
    [InlineData(23, "4", false)]
    [InlineData(5, "5", false)]
    public async Task Explain_MovedAmount_IsDayBoundaryOnlyWhereRowsNearMidnightAddUpToIt(int hour, string term, bool expected)
    {
        Opinion Of(int day, string amount, int rowHour, string rowTerm) => new()
        {
            Key = Twin.Key(1, day),
            Row = Twin.Row(1, day, amount),
            BaseRows = [new BaseRow("ORDERS 1", Twin.Day(day, rowHour), ImmutableDictionary<string, Datum>.Empty.Add("amount", Twin.Number(rowTerm)))],
        };

        var found = await ExplainAsync(
            [Twin.Row(1, 1, "10"), Twin.Row(1, 2, "25")], [Twin.Row(1, 1, "15"), Twin.Row(1, 2, "20")], [Of(1, "15", hour, term), Of(2, "20", 18, "20")]);

        found.Keys.Should().OnlyContain(k => (k.Class == DifferenceClass.DayBoundary) == expected);
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
        return await Explainer.ExplainAsync(outcome, rules.Columns, opinions is null ? null : new Source(opinions), evidence, null, TestContext.Current.CancellationToken);
    }

    internal sealed class Source(Opinion[] opinions) : IThirdOpinion
    {
        public IAsyncEnumerable<Opinion> ConsultAsync(IReadOnlyList<Datum[]> keys, CancellationToken cancellationToken) => opinions.ToAsyncEnumerable();
    }

    internal static EarlierRow At(long scn, int day, string amount) => new(scn, Twin.Row(1, day, amount));

    /// <summary>A trail for each failing key, in their order; none for the rest.</summary>
    internal sealed class Trails(params KeyTrail[] trails) : IEvidence
    {
        public Task<IReadOnlyList<KeyTrail>> CollectAsync(IReadOnlyList<TrailRequest> keys, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<KeyTrail>>([.. keys.Select((_, i) => i < trails.Length ? trails[i] : KeyTrail.None)]);
    }
}
