using Harunire.Capture;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Specifications.Sources;

public abstract partial class SourceSpecification
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Changes_OfRandomTransactions_ReplayToTheTablesAtEachPoll(int seed)
    {
        var random = new Random(seed);
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders, Lines], Token);
        for (var poll = 0; poll < 25; poll++)
        {
            for (var transactions = random.Next(4); transactions > 0; transactions--)
            {
                await run.WriteAsync(random, random.Next(1, 7));
            }

            await run.CatchUpAsync($"seed {seed}, poll {poll}", Token);
        }
    }

    [Fact]
    public async Task Changes_AtTheBounds_AreOpenBelowAndClosedAbove()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        Assert.SkipUnless(run.ContractOf("ORDERS").SeesEveryVersion, $"{database.Capabilities.Name} sees the last version only");
        var start = run.Scn;
        for (var i = 1; i <= 6; i++)
        {
            await run.CommitAsync(t => t.InsertAsync("ORDERS", Order(i, "c", $"{i}")));
        }

        await using var view = await database.Source.OpenViewAsync(run.Tables, Token);
        var all = await view.ReadChangesAsync(run.Tables, start, Token).ToListAsync(Token);
        all.Should().HaveCount(6);
        all[^1].Scn.Should().BeLessThanOrEqualTo(view.Scn);
        foreach (var lo in all.Select(c => c.Scn).SelectMany(scn => new[] { scn - 1, scn }).Where(lo => lo >= start))
        {
            var later = await view.ReadChangesAsync(run.Tables, lo, Token).ToListAsync(Token);
            later.Select(c => c.Scn).Should().Equal(all.Where(c => c.Scn > lo).Select(c => c.Scn), "lo is {0}", lo);
        }
    }

    [Fact]
    public async Task Changes_ReadAgain_ComeInTheSameOrder()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders, Lines], Token);
        var start = run.Scn;
        var random = new Random(7);
        for (var i = 0; i < 10; i++)
        {
            await run.WriteAsync(random, 20);
        }

        Assert.SkipUnless(run.ContractOf("ORDERS").SeesEveryVersion, $"{database.Capabilities.Name} sees the last version only, so a later reading differs");
        await using var view = await database.Source.OpenViewAsync(run.Tables, Token);
        var first = await view.ReadChangesAsync(run.Tables, start, Token).ToListAsync(Token);
        await run.WriteAsync(random, 5);
        await using var later = await database.Source.OpenViewAsync(run.Tables, Token);
        var second = await later.ReadChangesAsync(run.Tables, start, Token).Take(first.Count).ToListAsync(Token);

        second.Select(Text).Should().Equal(first.Select(Text));
        first.Zip(first.Skip(1)).Should().OnlyContain(pair => pair.First.Scn <= pair.Second.Scn);

        static string Text(RowChange change) =>
            $"{change.Scn} {change.Table.Name} {change.Operation} {TableReplay.Line(change.Before ?? [])} {TableReplay.Line(change.After ?? [])}";
    }

    [Fact]
    public async Task Changes_OfAnUpdate_HoldTheRowBeforeAndAfter()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        await run.CommitAsync(t => t.InsertAsync("ORDERS", Order(1, "a", "1.50")));
        await run.CatchUpAsync("insert", Token);
        await run.CommitAsync(t => t.UpdateAsync("ORDERS", [Datum.FromNumber(1)], Order(1, null, "-2")));

        var change = (await run.CatchUpAsync("update", Token)).Should().ContainSingle().Which;

        change.Operation.Should().BeOneOf(ChangeOperation.Update, run.ContractOf("ORDERS").GivesBeforeImages ? ChangeOperation.Update : ChangeOperation.Create);
        TableReplay.Line(change.After!).Should().Be(TableReplay.Line(Order(1, null, "-2")));
        (change.Before is null).Should().Be(!run.ContractOf("ORDERS").GivesBeforeImages);
    }

    [Fact]
    public async Task Changes_OfADelete_AreWhatTheContractSays()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        await run.CommitAsync(t => t.InsertAsync("ORDERS", Order(1, "a", "1")));
        await run.CatchUpAsync("insert", Token);
        await run.CommitAsync(t => t.DeleteAsync("ORDERS", [Datum.FromNumber(1)]));
        await using var view = await database.Source.OpenViewAsync(run.Tables, Token);

        var changes = await view.ReadChangesAsync(run.Tables, run.Scn, Token).ToListAsync(Token);

        changes.Select(c => c.Operation).Should().Equal(run.ContractOf("ORDERS").SeesDeletes ? [ChangeOperation.Delete] : []);
    }

    [Fact]
    public async Task Changes_OfAKey_AreADeleteAndACreate()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        Assert.SkipUnless(run.ContractOf("ORDERS").SeesDeletes, $"{database.Capabilities.Name} does not see deletes");
        await run.CommitAsync(t => t.InsertAsync("ORDERS", Order(1, "a", "1")));
        await run.CatchUpAsync("insert", Token);
        await run.CommitAsync(t => t.UpdateAsync("ORDERS", [Datum.FromNumber(1)], Order(2, "a", "1")));

        var changes = await run.CatchUpAsync("key change", Token);

        changes.Select(c => c.Operation).Should().Equal(ChangeOperation.Delete, ChangeOperation.Create);
    }

    [Fact]
    public async Task Changes_KeysSwappedInOneTransaction_ReplayToTheTable()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        Assert.SkipUnless(run.ContractOf("ORDERS").SeesDeletes, $"{database.Capabilities.Name} does not see deletes");
        await run.CommitAsync(async t =>
        {
            await t.InsertAsync("ORDERS", Order(1, "a", "1"));
            await t.InsertAsync("ORDERS", Order(2, "b", "2"));
        });
        await run.CatchUpAsync("inserts", Token);

        await run.CommitAsync(async t =>
        {
            await t.UpdateAsync("ORDERS", [Datum.FromNumber(1)], Order(9, "a", "1"));
            await t.UpdateAsync("ORDERS", [Datum.FromNumber(2)], Order(1, "b", "2"));
            await t.UpdateAsync("ORDERS", [Datum.FromNumber(9)], Order(2, "a", "1"));
        });

        await run.CatchUpAsync("swapped", Token);
    }

    [Fact]
    public async Task Changes_MadeAndUndoneInOneTransaction_LeaveNothing()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        await run.CommitAsync(t => t.InsertAsync("ORDERS", Order(1, "a", "1")));
        await run.CatchUpAsync("insert", Token);

        await run.CommitAsync(async t =>
        {
            await t.InsertAsync("ORDERS", Order(2, "gone", "1"));
            await t.DeleteAsync("ORDERS", [Datum.FromNumber(2)]);
            await t.UpdateAsync("ORDERS", [Datum.FromNumber(1)], Order(1, "b", "1"));
            await t.UpdateAsync("ORDERS", [Datum.FromNumber(1)], Order(1, "a", "1"));
        });

        await run.CatchUpAsync("undone", Token);
    }

    [Fact]
    public async Task Changes_RolledBack_AreNotSeen()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        await using (var transaction = await database.BeginAsync())
        {
            await transaction.InsertAsync("ORDERS", Order(1, "a", "1"));
        }

        (await run.CatchUpAsync("rolled back", Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task Changes_CommittedLate_ComeWithTheNextPoll()
    {
        await using var database = await OpenAsync();
        Assert.SkipUnless(database.Capabilities.ConcurrentWriters, $"{database.Capabilities.Name} has one writer at a time");
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        await using var slow = await database.BeginAsync();
        await slow.InsertAsync("ORDERS", Order(1, "early statement", "1"));
        await run.CommitAsync(t => t.InsertAsync("ORDERS", Order(2, "late statement", "2")));

        (await run.CatchUpAsync("the quick one", Token)).Should().ContainSingle();
        await run.CatchUpAsync("nothing new", Token);
        await slow.CommitAsync();
        run.Written(Orders, Order(1, "early statement", "1"));

        (await run.CatchUpAsync("the slow one", Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task Changes_BeforeAColumnWasAdded_AreNotLost()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        await run.CommitAsync(t => t.InsertAsync("ORDERS", Order(1, "a", "1")));
        await database.AddColumnAsync("ORDERS", new ColumnDefinition("NOTE", new TextType(20), true));

        // Either the change comes, or the source says that it can't tell: never neither.
        await using var again = database.Reopen();
        try
        {
            var tables = await again.DescribeAsync([new TableRequest("ORDERS", [])], Token);
            await again.ApplySetupAsync(await again.PlanSetupAsync(tables, Token), Token);
            await using var view = await again.OpenViewAsync(tables, Token);
            var changes = await view.ReadChangesAsync(tables, run.Scn, Token).ToListAsync(Token);
            var after = changes.Should().ContainSingle().Which.After!;
            TableReplay.Line(after.Take(3)).Should().Be(TableReplay.Line(Order(1, "a", "1")));
        }
        catch (HarunireException failure)
        {
            failure.Code.Should().BeOneOf(CaptureErrors.LogGap, CaptureErrors.SetupMissing, CaptureErrors.ChangeGap);
        }
    }
}
