using System.Collections.Immutable;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Results;

namespace Harunire.Specifications.Results;

/// <summary>What every result target must do; each target derives it.</summary>
public abstract class ResultTargetSpecification
{
    protected static ResultTable Sales { get; } = new()
    {
        Name = "sales",
        Columns =
        [
            new ColumnDefinition("store", new NumberType(10, 0), true),
            new ColumnDefinition("day", OracleType.Date, false),
            new ColumnDefinition("amount", OracleType.Number, true),
            new ColumnDefinition("note", new TextType(40), true),
        ],
        PartitionKeyCount = 1,
        ClusteringDescending = [true],
    };

    /// <summary>The same target at each call within a test.</summary>
    protected abstract IResultTarget Target { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_RowsThenReplay_ChangesNothing()
    {
        await Target.EnsureTableAsync(Sales, Token);
        (await Target.ApplyAsync(Batch(1, Row(1, "10.10"), Row(2, "20")), Token)).Should().Be(new ApplyOutcome(true, 2, 0));
        (await Target.ApplyAsync(Batch(2, Row(1, null, gone: true), Row(2, "0.1")), Token)).Should().Be(new ApplyOutcome(true, 1, 1));
        var after = await DumpAsync();

        (await Target.ApplyAsync(Batch(1, Row(1, "10.10"), Row(2, "20")), Token)).Applied.Should().BeFalse();
        (await Target.ApplyAsync(Batch(2, Row(2, "99")), Token)).Applied.Should().BeFalse();

        after.Should().Equal("2|2026-03-01 00:00:00|0.1|NULL");
        (await DumpAsync()).Should().Equal(after);
        (await Target.LastAppliedAsync("sales", Token)).Should().Be(new AppliedState(2, "cut-2", 200, 2_000_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Apply_RandomBatchesWithReplays_EqualsDictionary(int seed)
    {
        var random = new Random(seed);
        await Target.EnsureTableAsync(Sales, Token);
        var batches = Enumerable.Range(1, 30).Select(version => Batch(version, [.. Enumerable.Range(0, 12)
            .Where(_ => random.Next(3) == 0)
            .Select(store => Row(store, random.Next(-9999, 9999).ToString(System.Globalization.CultureInfo.InvariantCulture) + ".25", gone: random.Next(4) == 0))])).ToList();
        var expected = new SortedDictionary<long, string>();
        foreach (var row in batches.SelectMany(b => b.Rows))
        {
            row.Key[0].AsNumber.TryToInt64(out var store);
            if (row.Values is null)
            {
                expected.Remove(store);
            }
            else
            {
                expected[store] = row.Values[0].ToString();
            }
        }

        for (var next = 0; next < batches.Count; next++)
        {
            await Target.ApplyAsync(batches[next], Token);
            for (var back = random.Next(0, 3); back > 0; back--)
            {
                await Target.ApplyAsync(batches[random.Next(next + 1)], Token);
            }
        }

        (await DumpAsync()).Should().Equal(expected.Select(e => $"{e.Key}|2026-03-01 00:00:00|{e.Value}|NULL"), "seed {0}", seed);
    }

    [Fact]
    public async Task Read_NumbersOfAllSizesAndNull_ComeInKeyOrder()
    {
        string?[] stores = ["9", "-3", null, "10", "0", "-20", "100", "9.5", "1E+30"];
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, [.. stores.Select(s => new ResultRow([s is null ? Datum.Null : Datum.FromNumber(OracleNumber.Parse(s)), Day], [Datum.Null, Datum.FromText("ä%'")]))]), Token);

        (await DumpAsync()).Select(line => line.Split('|')[0]).Should()
            .Equal("-20", "-3", "0", "9", "9.5", "10", "100", "1000000000000000000000000000000", "NULL");
    }

    [Fact]
    public async Task Read_DecimalsThatDoublesLose_ComeBackExactly()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, Row(1, "0.1000000000000000000000000000000000000001"), Row(2, "9223372036854775808"), Row(3, "12345678901234567.89")), Token);

        (await DumpAsync()).Select(line => line.Split('|')[2]).Should()
            .Equal("0.1000000000000000000000000000000000000001", "9223372036854775808", "12345678901234567.89");
    }

    [Fact]
    public async Task View_WhileLaterBatchIsApplied_KeepsItsMoment()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, Row(1, "1")), Token);
        await using var view = await Target.OpenViewAsync(Sales, Token);
        await Target.ApplyAsync(Batch(2, Row(1, "2"), Row(2, "2")), Token);

        view.LastApplied.Version.Should().Be(1);
        (await view.ReadAsync(Token).ToListAsync(Token)).Should().ContainSingle().Which.Values![0].Should().Be(Datum.FromNumber(1));
    }

    [Fact]
    public async Task ReadByKeys_KnownAndUnknown_GivesBoth()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, Row(1, "1"), Row(2, "2")), Token);
        await using var view = await Target.OpenViewAsync(Sales, Token);

        var rows = await view.ReadByKeysAsync([[Datum.FromNumber(2), Day], [Datum.FromNumber(7), Day]], Token).ToListAsync(Token);

        rows.Select(r => r.Values?[0].ToString()).Should().Equal("2", null);
    }

    [Fact]
    public async Task EnsureTable_OtherTypeOrKey_IsRefusedWithTheDifference()
    {
        await Target.EnsureTableAsync(Sales, Token);
        (await Target.PlanTableAsync(Sales, Token)).Should().BeEmpty();

        var changed = Sales with { Columns = Sales.Columns.SetItem(2, new ColumnDefinition("amount", new TextType(9), true)) };
        var failure = (await Target.Invoking(t => t.EnsureTableAsync(changed, Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.TableMismatch);
        failure.Message.Should().Contain("wanted: value amount VARCHAR2(9)").And.Contain("found: value amount NUMBER");
    }

    [Fact]
    public async Task OpenView_WithoutTable_IsATypedError()
    {
        var failure = (await Target.Invoking(t => t.OpenViewAsync(Sales, Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.TableMissing);
        (await Target.LastAppliedAsync("sales", Token)).Should().Be(AppliedState.None);
        (await Target.PlanTableAsync(Sales, Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task Apply_OneKeyTwice_WritesNothing()
    {
        await Target.EnsureTableAsync(Sales, Token);
        var failure = (await Target.Invoking(t => t.ApplyAsync(Batch(1, Row(1, "1"), Row(1, "2")), Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.BatchShape);
        (await DumpAsync()).Should().BeEmpty();
    }

    protected static Datum Day { get; } = Datum.FromDate(OracleDate.Create(2026, 3, 1)!.Value);

    protected static ResultRow Row(long store, string? amount, bool gone = false) =>
        new([Datum.FromNumber(store), Day], gone ? null : [Datum.FromNumber(OracleNumber.Parse(amount!)), Datum.FromText("")]);

    protected static ResultBatch Batch(long version, params ResultRow[] rows) => new()
    {
        Table = Sales,
        Version = version,
        Cut = new Cut { Id = $"cut-{version}", Scn = version * 100, ReadMicroseconds = version * 1_000_000, EventCounts = ImmutableSortedDictionary<string, long>.Empty },
        Rows = rows,
    };

    protected async Task<List<string>> DumpAsync()
    {
        await using var view = await Target.OpenViewAsync(Sales, Token);
        return await view.ReadAsync(Token).Select(r => string.Join('|', r.Key.Concat(r.Values!).Select(v => v.ToString()))).ToListAsync(Token);
    }
}
