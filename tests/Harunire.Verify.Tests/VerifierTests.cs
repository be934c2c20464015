using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Tests;

public sealed class VerifierTests
{
    public static TheoryData<string, Verdict?> Faults => new()
    {
        { "none", null },
        { "missing", Verdict.Missing },
        { "extra", Verdict.Extra },
        { "last place", Verdict.Different },
        { "one character", Verdict.Different },
        { "null against empty", null },
        { "null against zero", Verdict.Different },
        { "trailing blank", Verdict.Different },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Compare_OneFaultAmongMany_IsTheOnlyOneFound(string fault, Verdict? expected)
    {
        const int place = 12_345;
        var legacy = Twin.Many(20_000);
        var target = Twin.Many(20_000);
        var row = target[place];
        legacy[place] = [.. legacy[place]];
        switch (fault)
        {
            case "missing":
                target.RemoveAt(place);
                break;
            case "extra":
                legacy.RemoveAt(place);
                break;
            case "last place":
                legacy[place][2] = Twin.Number("0.1");
                row[2] = Twin.Number("0.10000000000000000000000000000000000001");
                break;
            case "one character":
                row[3] = Datum.FromText(row[3].AsText[..^1] + "x");
                break;
            case "null against empty":
                legacy[place][3] = Datum.Null;
                row[3] = Datum.FromText("");
                break;
            case "null against zero":
                legacy[place][2] = Datum.Null;
                row[2] = Twin.Number("0");
                break;
            case "trailing blank":
                row[3] = Datum.FromText(row[3].AsText + " ");
                break;
        }

        var outcome = await Twin.CompareAsync(legacy, target);

        outcome.Verdicts.Total.Should().Be(20_000);
        outcome.Verdicts.Failing.Should().Be(expected is null ? 0 : 1);
        outcome.FailingKeys.Select(f => (f.Verdict, Twin.Name(f.Key))).Should().Equal(expected is { } verdict ? [(verdict, Twin.Name(row))] : []);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Compare_RandomTables_EqualsNaiveComparison(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            var legacy = Mutate(random);
            var target = Mutate(random);
            var rules = Twin.Rules() with { AllowEmpty = true };

            var outcome = await Twin.CompareAsync(legacy, target, rules);

            outcome.FailingKeys.Select(f => $"{f.Verdict} {Twin.Name(f.Key)}").Should().BeEquivalentTo(Twin.Naive(legacy, target), "seed {0}, round {1}", seed, round);
            outcome.Verdicts.Total.Should().Be(legacy.Concat(target).Select(Twin.Name).Distinct().Count());
            outcome.Verdicts.Failing.Should().Be(outcome.FailingKeys.Length);
        }
    }

    [Fact]
    public async Task Compare_KeyTwiceInLegacy_IsUnverifiable()
    {
        var outcome = await Twin.CompareAsync([Twin.Row(1, 1, "1"), Twin.Row(1, 1, "1"), Twin.Row(2, 1, "1")], [Twin.Row(1, 1, "1"), Twin.Row(2, 1, "1")]);

        outcome.Verdicts[Verdict.Unverifiable].Should().Be(1);
        outcome.Verdicts[Verdict.Match].Should().Be(1);
        outcome.FailingKeys[0].Reason.Should().Be("the legacy table has the key 2 times");
    }

    [Fact]
    public async Task Compare_NothingWithNothing_IsRefusedUnlessAllowed()
    {
        var failure = (await FluentActions.Awaiting(() => Twin.CompareAsync([], [])).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(VerifyErrors.NothingToCompare);
        failure.Code.Category.Should().Be(ErrorCategory.Refused);
        (await Twin.CompareAsync([], [], Twin.Rules() with { AllowEmpty = true })).Verdicts.Total.Should().Be(0);
    }

    [Fact]
    public async Task Compare_RowsOutOfOrder_IsAnErrorNotADifference()
    {
        var failure = (await FluentActions.Awaiting(() => Twin.CompareAsync([Twin.Row(2, 1, "1"), Twin.Row(1, 1, "1")], [Twin.Row(1, 1, "1")])).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(VerifyErrors.OutOfOrder);
    }

    [Fact]
    public async Task Compare_SideBreaksInTheMiddle_GivesNoOutcome() =>
        await FluentActions.Awaiting(() => Verifier.CompareAsync(Breaks(), Twin.Many(10).ToAsyncEnumerable(), Twin.Rules(), "LEGACY", "target", TestContext.Current.CancellationToken))
            .Should().ThrowAsync<TimeoutException>();

    [Fact]
    public async Task Compare_DeclaredRules_AreNeededAndCounted()
    {
        var rules = Twin.Rules(("amount", new ColumnRule { Scale = 2, Tolerance = OracleNumber.Parse("0.01") }), ("note", new ColumnRule { Padding = true }));

        var outcome = await Twin.CompareAsync(
            [Twin.Row(1, 1, "1.004", "a  "), Twin.Row(1, 2, "1.02"), Twin.Row(1, 3, "1.03"), Twin.Row(1, 4, "5", "x")],
            [Twin.Row(1, 1, "1", "a"), Twin.Row(1, 2, "1.01"), Twin.Row(1, 3, "1.01"), Twin.Row(1, 4, "5", "x")],
            rules);

        outcome.Verdicts[Verdict.WithinTolerance].Should().Be(2);
        outcome.Verdicts[Verdict.Different].Should().Be(1);
        outcome.Verdicts[Verdict.Match].Should().Be(1);
        outcome.Columns[2].Rules.Should().Equal(new Dictionary<RuleNeeded, long> { [RuleNeeded.Scale] = 2, [RuleNeeded.Tolerance] = 1 });
        outcome.Columns[3].Rules.Should().Equal(new Dictionary<RuleNeeded, long> { [RuleNeeded.Padding] = 1 });
        outcome.Columns[2].SumDifference.Should().Be(OracleNumber.Parse("-0.034"));
    }

    [Fact]
    public async Task Compare_Accepted_IsItsOwnVerdictAndExpires()
    {
        AcceptedDifference Record(int store, DateOnly expires) => new(ImmutableSortedDictionary<string, string>.Empty.Add("STORE", $"{store}"), "amount", "known", expires);
        var rules = Twin.Rules() with { Accepted = [Record(1, Twin.Today), Record(2, Twin.Today.AddDays(-1)), Record(9, Twin.Today)] };

        var outcome = await Twin.CompareAsync([Twin.Row(1, 1, "1"), Twin.Row(2, 1, "1")], [Twin.Row(1, 1, "2"), Twin.Row(2, 1, "2")], rules);

        outcome.Verdicts[Verdict.Accepted].Should().Be(1);
        outcome.FailingKeys.Should().ContainSingle().Which.Key[0].Should().Be(Datum.FromNumber(2));
        outcome.Expired.Should().ContainSingle().Which.Key["STORE"].Should().Be("2");
        outcome.AcceptedUses.Should().Equal(1, 0, 0);
    }

    [Fact]
    public async Task Compare_KeysThatMoved_AreJudgedByWhatTheyAreLater()
    {
        // 1 is equal later, 2 still differs, 3 is right as of the batch, 4 can't be told, 5 is gone on both sides, 6 waits beyond the bound.
        var settlement = new Later(
            new Settled(Twin.Row(1, 1, "1"), Twin.Row(1, 1, "1")),
            new Settled(Twin.Row(2, 1, "1"), Twin.Row(2, 1, "3")),
            new Settled(Twin.Row(3, 1, "1"), Twin.Row(3, 1, "2"), AsOf: true),
            new Settled(Twin.Row(4, 1, "1"), Twin.Row(4, 1, "2"), "no later cut"),
            new Settled(null, null));
        var rules = Twin.Rules() with { Settlement = settlement, WaitingKeys = 5 };
        List<Datum[]> legacy = [.. Enumerable.Range(1, 7).Select(store => Twin.Row(store, 1, "1"))];
        List<Datum[]> target = [.. Enumerable.Range(1, 6).Select(store => Twin.Row(store, 1, "2")), Twin.Row(7, 1, "1")];

        var outcome = await Twin.CompareAsync(legacy, target, rules);

        settlement.Waited.Should().Equal("1|2026-03-01 00:00:00", "2|2026-03-01 00:00:00", "3|2026-03-01 00:00:00", "4|2026-03-01 00:00:00", "5|2026-03-01 00:00:00");
        Verdicts.All.Where(v => outcome.Verdicts[v] > 0).Select(v => (v, outcome.Verdicts[v])).Should().Equal((Verdict.Match, 3), (Verdict.WithinTolerance, 1), (Verdict.InFlight, 2), (Verdict.Different, 1));
        outcome.Settlement.Should().Be(new SettlementSummary(5, 2, 1, 1, 1, "looked again"));
        outcome.Unsettled.Select(u => u.Reason).Should().BeEquivalentTo("no later cut", "more than 5 keys differ; this one was not looked at again");
        outcome.Columns[2].Rules.Should().Equal(new Dictionary<RuleNeeded, long> { [RuleNeeded.AsOf] = 1 });
        outcome.Columns[2].LegacySum.Should().Be(OracleNumber.Parse("6"));
        outcome.Columns[2].TargetSum.Should().Be(OracleNumber.Parse("11"), "1 for store 1, 3 for store 2, 2 each for 3, 4 and 6, nothing for 5, 1 for 7");
    }

    [Fact]
    public async Task Compare_TimeGrain_IsARuleThatIsNeededAndCounted()
    {
        var table = Twin.Table with { Columns = [Twin.Table.Columns[0], Twin.Table.Columns[1], new ColumnDefinition("last", new TimestampType(6), true), Twin.Table.Columns[3]] };
        VerificationRules Rules(TimeGrain? grain) => Twin.Rules() with { Columns = ColumnPairing.Pair(table, table.Columns, new Dictionary<string, ColumnRule> { ["last"] = new() { Grain = grain } }, "L") };
        Datum[] Row(string time) => [.. Twin.Key(1, 1), Datum.FromTimestamp(OracleTimestamp.TryParse(time, out var t) ? t : throw new FormatException(time)), Datum.Null];
        List<Datum[]> legacy = [Row("2026-03-01 10:15:59")];
        List<Datum[]> target = [Row("2026-03-01 10:15:01.5")];

        (await Twin.CompareAsync(legacy, target, Rules(null))).Verdicts[Verdict.Different].Should().Be(1);
        (await Twin.CompareAsync(legacy, target, Rules(TimeGrain.Second))).Verdicts[Verdict.Different].Should().Be(1);
        var outcome = await Twin.CompareAsync(legacy, target, Rules(TimeGrain.Minute));
        outcome.Verdicts[Verdict.WithinTolerance].Should().Be(1);
        outcome.Columns[2].Rules.Should().Equal(new Dictionary<RuleNeeded, long> { [RuleNeeded.Grain] = 1 });
    }

    [Fact]
    public void Pair_UnknownPartnerAndWrongTypes_AreListedTogether()
    {
        ColumnDefinition[] legacy = [new("STORE", OracleType.Number, false), new("DAY", new TextType(10), false), new("TOTAL", OracleType.Number, true)];

        var failure = FluentActions.Invoking(() => ColumnPairing.Pair(Twin.Table, legacy, new Dictionary<string, ColumnRule> { ["amount"] = new() { As = "total" } }, "L")).Should().Throw<HarunireException>().Which;

        failure.Diagnostics.Select(d => (d.Code, d.Subject)).Should().Equal((VerifyErrors.TypesDiffer, "day"), (VerifyErrors.UnknownColumn, "note"));
    }

    private sealed class Later(params Settled[] settled) : ISettlement
    {
        public List<string> Waited { get; } = [];

        public Task<(IReadOnlyList<Settled> Keys, string Note)> SettleAsync(IReadOnlyList<FailingKey> waiting, CancellationToken cancellationToken)
        {
            Waited.AddRange(waiting.Select(w => Twin.Name(w.Key)));
            return Task.FromResult<(IReadOnlyList<Settled>, string)>((settled, "looked again"));
        }
    }

    private static List<Datum[]> Mutate(Random random)
    {
        var rows = new List<Datum[]>();
        foreach (var row in Twin.Many(40))
        {
            var copies = random.Next(12) switch { 0 => 0, 1 => 2, _ => 1 };
            for (var i = 0; i < copies; i++)
            {
                rows.Add([row[0], row[1], random.Next(10) == 0 ? Datum.FromNumber(random.Next(2)) : row[2], random.Next(10) == 0 ? Datum.Null : row[3]]);
            }
        }

        return rows;
    }

    private static async IAsyncEnumerable<Datum[]> Breaks()
    {
        foreach (var row in Twin.Many(5))
        {
            await Task.Yield();
            yield return row;
        }

        throw new TimeoutException("the connection was cut");
    }
}
