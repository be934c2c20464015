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
    public async Task Compare_AcceptedAndInFlight_AreTheirOwnVerdictsAndExpire()
    {
        AcceptedDifference Record(int store, DateOnly expires) => new(ImmutableSortedDictionary<string, string>.Empty.Add("STORE", $"{store}"), "amount", "known", expires);
        var rules = Twin.Rules() with
        {
            Accepted = [Record(1, Twin.Today), Record(2, Twin.Today.AddDays(-1))],
            InFlight = key => key[0] == Datum.FromNumber(3),
        };

        var outcome = await Twin.CompareAsync(
            [Twin.Row(1, 1, "1"), Twin.Row(2, 1, "1"), Twin.Row(3, 1, "1")], [Twin.Row(1, 1, "2"), Twin.Row(2, 1, "2"), Twin.Row(3, 1, "2")], rules);

        outcome.Verdicts[Verdict.Accepted].Should().Be(1);
        outcome.Verdicts[Verdict.InFlight].Should().Be(1);
        outcome.FailingKeys.Should().ContainSingle().Which.Key[0].Should().Be(Datum.FromNumber(2));
        outcome.Expired.Should().ContainSingle();
        outcome.AcceptedUses.Should().Equal(1, 0);
    }

    [Fact]
    public void Pair_UnknownPartnerAndWrongTypes_AreListedTogether()
    {
        ColumnDefinition[] legacy = [new("STORE", OracleType.Number, false), new("DAY", new TextType(10), false), new("TOTAL", OracleType.Number, true)];

        var failure = FluentActions.Invoking(() => ColumnPairing.Pair(Twin.Table, legacy, new Dictionary<string, ColumnRule> { ["amount"] = new() { As = "total" } }, "L")).Should().Throw<HarunireException>().Which;

        failure.Diagnostics.Select(d => (d.Code, d.Subject)).Should().Equal((VerifyErrors.TypesDiffer, "day"), (VerifyErrors.UnknownColumn, "note"));
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
