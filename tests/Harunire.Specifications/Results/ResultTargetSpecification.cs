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

    /// <summary>Key columns that take any number, where <see cref="Sales"/> has whole ones.</summary>
    protected static ResultTable Figures { get; } = Sales with { Name = "figures", Columns = Sales.Columns.SetItem(0, new ColumnDefinition("figure", OracleType.Number, true)) };

    /// <summary>The same target at each call within a test.</summary>
    protected abstract IResultTarget Target { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_RowsThenReplay_ChangesNothing()
    {
        await Target.EnsureTableAsync(Sales, Token);
        (await Target.ApplyAsync(Batch(1, Row(1, "10.10"), Row(2, "20")), Token)).Should().Be(new ApplyOutcome(true, 2, 0));
        (await Target.ApplyAsync(Batch(2, Row(1, null, gone: true), Row(2, "0.1")), Token)).Should().Be(new ApplyOutcome(true, 1, 1), "one row is written and one deleted");
        var after = await DumpAsync();

        (await Target.ApplyAsync(Batch(1, Row(1, "10.10"), Row(2, "20")), Token)).Applied.Should().BeFalse();
        (await Target.ApplyAsync(Batch(2, Row(2, "99")), Token)).Applied.Should().BeFalse();

        after.Should().Equal("2|2026-03-01 00:00:00|0.1|NULL");
        (await DumpAsync()).Should().Equal(after);
        (await Target.LastAppliedAsync("sales", Token)).Should().Be(new AppliedState(2, "cut-2", 200, 2_000_000));
    }

    [Fact]
    public async Task Apply_BatchWithQuarantinedRecords_IsRememberedUntilOneWithout()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, Row(1, "1")) with { Quarantined = 3 }, Token);
        (await Target.LastAppliedAsync("sales", Token)).Quarantined.Should().Be(3);
        await using (var view = await Target.OpenViewAsync(Sales, Token))
        {
            view.LastApplied.Quarantined.Should().Be(3);
        }

        await Target.ApplyAsync(Batch(2, Row(1, "2")), Token);
        (await Target.LastAppliedAsync("sales", Token)).Quarantined.Should().Be(0);
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
    public async Task Read_NumbersOfAllSizes_ComeInKeyOrderWherePromised()
    {
        string[] numbers = ["9", "-3", "10", "0", "-20", "100", "9.5", "1E+30", "0.0000000000000000000000000000000000001"];
        await Target.EnsureTableAsync(Figures, Token);
        await Target.ApplyAsync(Batch(1, [.. numbers.Select(n => FigureRow(Datum.FromNumber(OracleNumber.Parse(n))))]) with { Table = Figures }, Token);

        (await DumpAsync(Figures)).Select(line => line.Split('|')[0]).Should()
            .Equal("-20", "-3", "0", "0.0000000000000000000000000000000000001", "9", "9.5", "10", "100", "1000000000000000000000000000000");
    }

    [Fact]
    public async Task Apply_NullInKey_IsTheLastOrRefusedWithItsRow()
    {
        await Target.EnsureTableAsync(Figures, Token);
        var batch = Batch(1, FigureRow(Datum.Null), FigureRow(Datum.FromNumber(7))) with { Table = Figures };
        if (Target.Capabilities.NullsInKeys)
        {
            await Target.ApplyAsync(batch, Token);
            (await DumpAsync(Figures)).Select(line => line.Split('|')[0]).Should().Equal("7", "NULL");
            return;
        }

        var failure = (await Target.Invoking(t => t.ApplyAsync(batch, Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.NullInKey);
        failure.Message.Should().Contain("figure").And.Contain("(NULL, 2026-03-01 00:00:00)");
        (await DumpAsync(Figures)).Should().BeEmpty();
        (await Target.LastAppliedAsync("figures", Token)).BegunVersion.Should().Be(0);
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
        var read = () => view.ReadAsync(Token).ToListAsync(Token).AsTask();
        var byKey = () => view.ReadByKeysAsync([[Datum.FromNumber(1), Day]], Token).ToListAsync(Token).AsTask();
        if (Target.Capabilities.ViewsKeepTheirMoment)
        {
            (await read()).Should().ContainSingle().Which.Values![0].Should().Be(Datum.FromNumber(1));
            (await byKey()).Should().ContainSingle().Which.Values![0].Should().Be(Datum.FromNumber(1));
            return;
        }

        (await read.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(ResultErrors.ViewMoved);
        (await byKey.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(ResultErrors.ViewMoved);
    }

    [Fact]
    public async Task ReadKeys_WhateverTheirBatch_GivesEachOnce()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, Row(1, "1"), Row(2, "2"), Row(3, "3")), Token);
        await Target.ApplyAsync(Batch(2, Row(2, null, gone: true), Row(4, "4")), Token);

        var keys = await Target.ReadKeysAsync(Sales, Token).ToListAsync(Token);

        keys.Select(k => $"{k[0]}|{k[1]}").Should().BeEquivalentTo("1|2026-03-01 00:00:00", "3|2026-03-01 00:00:00", "4|2026-03-01 00:00:00");
    }

    [Fact]
    public async Task Apply_DeleteThenInsertOfOneKey_LeavesTheLaterRow()
    {
        await Target.EnsureTableAsync(Sales, Token);
        for (var version = 1; version <= 20; version++)
        {
            await Target.ApplyAsync(Batch(version, Row(1, $"{version}", gone: version % 2 == 1)), Token);
            (await DumpAsync()).Should().HaveCount(1 - (version % 2), "version {0}", version);
        }
    }

    [Fact]
    public async Task Apply_ValueThenNull_IsNull()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, new ResultRow([Datum.FromNumber(1), Day], [Datum.FromNumber(5), Datum.FromText("kept?")])), Token);
        await Target.ApplyAsync(Batch(2, new ResultRow([Datum.FromNumber(1), Day], [Datum.Null, Datum.Null])), Token);

        (await DumpAsync()).Should().Equal("1|2026-03-01 00:00:00|NULL|NULL");
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
        failure.Message.Should().Contain($"wanted: value amount {TypeName(new TextType(9))}").And.Contain($"found: value amount {TypeName(OracleType.Number)}");
    }

    [Fact]
    public async Task EnsureTable_OtherKeyOrOrder_IsRefusedWithTheDifference()
    {
        await Target.EnsureTableAsync(Sales, Token);
        foreach (var changed in new[] { Sales with { ClusteringDescending = [false] }, Sales with { PartitionKeyCount = 2, ClusteringDescending = [] } })
        {
            var failure = (await Target.Invoking(t => t.EnsureTableAsync(changed, Token)).Should().ThrowAsync<HarunireException>()).Which;
            failure.Code.Should().Be(ResultErrors.TableMismatch);
            failure.Message.Should().Contain("found: clustering key desc day");
        }
    }

    [Fact]
    public async Task OpenView_WithoutTable_IsATypedError()
    {
        var failure = (await Target.Invoking(t => t.OpenViewAsync(Sales, Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.TableMissing);
        (await Target.LastAppliedAsync("sales", Token)).Should().Be(AppliedState.None);
        (await Target.PlanTableAsync(Sales, Token)).Should().ContainSingle(statement => statement.StartsWith("CREATE TABLE", StringComparison.Ordinal) && statement.Contains("sales", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ApplySetup_WithThePlannedStatements_LeavesNothingToDo()
    {
        await Target.ApplySetupAsync(await Target.PlanTableAsync(Sales, Token), Token);
        (await Target.PlanTableAsync(Sales, Token)).Should().BeEmpty();
        await Target.EnsureTableAsync(Sales, Token);
        (await Target.ApplyAsync(Batch(1, Row(1, "1")), Token)).Applied.Should().BeTrue();
    }

    [Fact]
    public async Task Apply_OneKeyTwice_WritesNothing()
    {
        await Target.EnsureTableAsync(Sales, Token);
        var failure = (await Target.Invoking(t => t.ApplyAsync(Batch(1, Row(1, "1"), Row(1, "2")), Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.BatchShape);
        (await DumpAsync()).Should().BeEmpty();
    }

    /// <summary>What the target's messages call a type.</summary>
    protected virtual string TypeName(OracleType type) => type.ToString();

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

    protected Task<List<string>> DumpAsync() => DumpAsync(Sales);

    protected async Task<List<string>> DumpAsync(ResultTable table)
    {
        await using var view = await Target.OpenViewAsync(table, Token);
        var rows = await view.ReadAsync(Token).ToListAsync(Token);
        if (!Target.Capabilities.RowsInKeyOrder)
        {
            rows.Sort(static (left, right) => KeyEncoding.Compare(left.Key, right.Key));
        }

        return [.. rows.Select(r => string.Join('|', r.Key.Concat(r.Values!).Select(v => v.ToString())))];
    }

    private static ResultRow FigureRow(Datum figure) => new([figure, Day], [Datum.Null, Datum.FromText("ä%'")]);
}
