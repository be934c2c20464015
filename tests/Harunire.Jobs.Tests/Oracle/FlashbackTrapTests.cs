using Harunire.Capture;
using Harunire.Capture.Oracle;
using Harunire.Jobs.Capturing;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Testing.OracleModel;

namespace Harunire.Jobs.Tests.Oracle;

/// <summary>
/// The traps of flashback version query and of the snapshot, each through capture, topics and epochs.
/// <list type="bullet">
/// <item>off-by-one at lo, both ways: <see cref="Bounds_OfThePolls_TakeEachCommitOnce"/></item>
/// <item>a row changed between the last poll and the ALTER: <see cref="Ddl_AfterAChange_LosesNothing"/></item>
/// <item>TRUNCATE, exchange, NOLOGGING: <see cref="RowsWithoutTrace_AreDdl"/></item>
/// <item>base versions give the before image, the preceding version that of an update: <see cref="BeforeImage_IsThePrecedingVersion"/></item>
/// <item>D and I: <see cref="DeleteAndInsert_OfOneTransaction_AreAnUpdate"/>, <see cref="InsertAndDelete_OfOneTransaction_AreNothing"/></item>
/// <item>undo: <see cref="Undo_TooOldForThePosition_IsRepairedAndTold"/>, <see cref="Undo_RetentionBelowTheAge_IsAGapBeforeTheQuery"/></item>
/// <item>in-doubt transaction: <see cref="InDoubtTransaction_IsWaitedFor"/></item>
/// <item>kill between any two chunks: <see cref="Snapshot_KilledBetweenAnyTwoChunks_GoesOn"/></item>
/// </list>
/// Those of the other strategies: <see cref="LogTrapTests"/>, <see cref="WatermarkTrapTests"/>, <see cref="RowScnTrapTests"/>; of values: OracleValueTests.
/// </summary>
public sealed class FlashbackTrapTests
{
    private static readonly Dictionary<string, OracleTableOptions> Flashback = new() { ["ORDERS"] = new() };

    [Fact]
    public async Task Bounds_OfThePolls_TakeEachCommitOnce()
    {
        await using var shop = await BegunAsync();
        for (var i = 2; i < 12; i++)
        {
            var committed = shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(i, "c", i)));
            var cut = await shop.CutAsync();

            // hi is the SCN of the commit itself: it is in this cut, and in none after it.
            cut.Scn.Should().Be(committed);
            cut.Events.Should().Be(1);
            (await shop.CutOrIdleAsync()).Events.Should().Be(0);
            await shop.ShouldEqualAsync($"order {i}");
        }
    }

    [Fact]
    public async Task Ddl_AfterAChange_LosesNothing()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(1)], shop.Order(1, "changed", 2)));
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(2, "new", 3)));
        shop.Oracle.Alter("ORDERS");
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(3, "later", 3)));

        await shop.CutAsync();

        await shop.ShouldEqualAsync("DDL cut the history silently");
        shop.Reports.Should().ContainSingle().Which.Reason.Should().Contain("DDL");
    }

    [Fact]
    public async Task Ddl_WhileTheHistoryIsRead_LosesNothing()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(1)], shop.Order(1, "changed", 2)));
        shop.Oracle.BeforeStatement = sql =>
        {
            if (sql.Contains("VERSIONS BETWEEN", StringComparison.Ordinal))
            {
                shop.Oracle.BeforeStatement = null;
                shop.Oracle.Alter("ORDERS");
            }
        };

        // The poll's SCN is older than the DDL now: that poll can't be read at all, the next one compares.
        (await FluentActions.Awaiting(shop.PollAsync).Should().ThrowAsync<HarunireException>()).Which.IsTransient.Should().BeTrue();
        await shop.CutAsync();

        await shop.ShouldEqualAsync("DDL between the poll's SCN and the version query");
    }

    [Fact]
    public async Task Ddl_TwiceWithinOneSecond_LosesNothing()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Alter("ORDERS");
        await shop.CutAsync();
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(2, "between", 3)));
        shop.Oracle.Alter("ORDERS");

        // LAST_DDL_TIME has whole seconds: it is the same before and after.
        await shop.CutAsync();

        await shop.ShouldEqualAsync("the second DDL hides behind the first");
    }

    [Fact]
    public async Task Definition_ThatIsSettled_IsNotRepairedAgain()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Alter("ORDERS");
        await shop.CutAsync();
        shop.Oracle.Advance(TimeSpan.FromSeconds(20));
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(2, "between", 3)));
        await shop.CutAsync();
        shop.Reports.Should().HaveCount(2);
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(3, "after", 3)));

        (await shop.CutAsync()).Events.Should().Be(1);

        shop.Reports.Should().HaveCount(2);
        await shop.ShouldEqualAsync("once settled, history serves again");
    }

    [Theory]
    [InlineData("TRUNCATE")]
    [InlineData("EXCHANGE")]
    [InlineData("NOLOGGING")]
    public async Task RowsWithoutTrace_AreDdl(string what)
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(2, "b", 2)));
        switch (what)
        {
            case "TRUNCATE":
                shop.Oracle.Truncate("ORDERS");
                break;
            case "EXCHANGE":
                shop.Oracle.Exchange("ORDERS", shop.Order(1, "swapped", 9), shop.Order(7, "swapped in", 9));
                break;
            default:
                shop.Oracle.DirectLoad("ORDERS", shop.Order(7, "loaded", 9));
                break;
        }

        await shop.CutAsync();

        await shop.ShouldEqualAsync(what);
        shop.Reports.Should().NotBeEmpty();
    }

    [Fact]
    public async Task BeforeImage_IsThePrecedingVersion()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(1)], shop.Order(1, null, 2)));
        shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(1)], shop.Order(1, null, 3)));
        shop.Oracle.Commit(t => t.Delete("ORDERS", OracleShop.Number(1)));

        var cut = await shop.CutAsync();

        // A wrong row before would leave it at weight 1, and another at -1.
        cut.Events.Should().Be(3);
        (await shop.PublishedAsync("ORDERS")).Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteAndInsert_OfOneTransaction_AreAnUpdate()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t =>
        {
            t.Delete("ORDERS", OracleShop.Number(1));
            t.Insert("ORDERS", shop.Order(1, "again", 5));
        });

        var cut = await shop.CutAsync();

        cut.Events.Should().Be(1, "not a delete that comes last and hides the row");
        await shop.ShouldEqualAsync("D and I of one key");
    }

    [Fact]
    public async Task UpdateOfAnIndexedColumn_ComesAsDAndI_AndIsAnUpdate()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(1)], shop.Order(1, "indexed", 1)));

        (await shop.CutAsync()).Events.Should().Be(1);
        await shop.ShouldEqualAsync("D and I of one row");
    }

    [Fact]
    public async Task InsertAndDelete_OfOneTransaction_AreNothing()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t =>
        {
            t.Insert("ORDERS", shop.Order(2, "never seen", 5));
            t.Delete("ORDERS", OracleShop.Number(2));
        });

        (await shop.CutAsync()).Events.Should().Be(0);
        await shop.ShouldEqualAsync("I and D of one key");
    }

    [Fact]
    public async Task Undo_TooOldForThePosition_IsRepairedAndTold()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(1)], shop.Order(1, "lost from undo", 2)));
        var later = shop.Oracle.Commit(t => t.Delete("ORDERS", OracleShop.Number(1)));
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(4, "d", 4)));

        // The retention that is promised says nothing: the blocks were needed.
        shop.Oracle.UndoFloorScn = later;
        var cut = await shop.CutAsync();

        cut.Scn.Should().Be(shop.Oracle.Scn);
        await shop.ShouldEqualAsync("ORA-30052");
        var report = shop.Reports.Should().ContainSingle().Subject;
        report.Reason.Should().Contain("ORA-30052");
        report.Differences.Should().Be(2);
    }

    [Fact]
    public async Task Undo_RetentionBelowTheAge_IsAGapBeforeTheQuery()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(4, "d", 4)));
        shop.Oracle.TunedUndoRetention = 900;
        shop.Oracle.Advance(TimeSpan.FromSeconds(1000));
        shop.Oracle.Statements.Clear();

        await shop.CutAsync();

        shop.Oracle.Statements.Should().NotContain(sql => sql.Contains("VERSIONS BETWEEN", StringComparison.Ordinal));
        shop.Reports.Should().ContainSingle().Which.Reason.Should().Contain("1000 s old").And.Contain("900 s");
        await shop.ShouldEqualAsync("repaired by comparison");
    }

    [Fact]
    public async Task Undo_GoneInTheMiddleOfAComparison_PublishesNothing()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Alter("ORDERS");
        var before = shop.Oracle.Scn;
        shop.Oracle.BeforeStatement = sql =>
        {
            if (sql.Contains("FETCH  FIRST", StringComparison.Ordinal))
            {
                throw OracleError.SnapshotTooOld();
            }
        };

        var failure = await FluentActions.Awaiting(shop.PollAsync).Should().ThrowAsync<HarunireException>();
        failure.Which.IsTransient.Should().BeTrue();
        failure.Which.Diagnostics[0].Hint.Should().Contain("UNDO_RETENTION");
        shop.Oracle.BeforeStatement = null;
        (await shop.CutAsync()).Scn.Should().BeGreaterThanOrEqualTo(before);
        await shop.ShouldEqualAsync("the poll was tried again");
    }

    [Theory]
    [InlineData(1591)]
    [InlineData(3113)]
    [InlineData(3114)]
    [InlineData(3135)]
    [InlineData(12541)]
    [InlineData(12514)]
    [InlineData(12170)]
    [InlineData(1033)]
    [InlineData(1089)]
    public async Task TransientError_AtAnyStatement_IsToldAsTransientAndLosesNothing(int number)
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(2, "b", 2)));
        var failures = 0;
        for (var at = 0; ; at++)
        {
            var statement = 0;
            shop.Oracle.BeforeStatement = _ =>
            {
                if (statement++ == at)
                {
                    throw new OracleError(number, "as at this statement");
                }
            };
            try
            {
                await shop.PollAsync();
                break;
            }
            catch (HarunireException failure)
            {
                failure.IsTransient.Should().BeTrue();
                failure.Message.Should().Contain($"ORA-{number:00000}");
                failures++;
            }
        }

        failures.Should().BeGreaterThan(5);
        shop.Oracle.BeforeStatement = null;
        await shop.CutOrIdleAsync();
        await shop.ShouldEqualAsync("each statement failed once");
    }

    [Fact]
    public async Task InDoubtTransaction_IsWaitedFor()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(2, "b", 2)));
        shop.Oracle.Table("ORDERS").IsInDoubt = true;

        (await FluentActions.Awaiting(shop.PollAsync).Should().ThrowAsync<HarunireException>()).Which.IsTransient.Should().BeTrue();
        shop.Oracle.Table("ORDERS").IsInDoubt = false;
        await shop.CutAsync();

        await shop.ShouldEqualAsync("tried again, not skipped");
    }

    [Fact]
    public async Task Snapshot_KilledBetweenAnyTwoChunks_GoesOn()
    {
        for (var killed = 1; killed < 8; killed++)
        {
            await using var shop = new OracleShop(Flashback);
            for (var i = 1; i <= 40; i++)
            {
                shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(i, $"c{i % 3}", i)));
            }

            for (var chunk = 1; ; chunk++)
            {
                var outcome = await shop.PollAsync();
                if (outcome.Kind == PollKind.Cut)
                {
                    break;
                }

                // Each chunk has an SCN of its own: rows on both sides change between any two.
                shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(3)], shop.Order(3, "low", chunk)));
                shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(38)], shop.Order(38, "high", chunk)));
                shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(chunk * 4)], shop.Order(100 + chunk, "moved up", chunk)));
                if (chunk == killed)
                {
                    shop.Restart();
                }
            }

            await shop.ShouldEqualAsync($"killed after chunk {killed}");
        }
    }

    [Fact]
    public async Task StateFile_Lost_ComparesOnceAndGoesOn()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(1)], shop.Order(1, "changed", 2)));
        await shop.LoseStateAsync();

        await shop.CutAsync();

        await shop.ShouldEqualAsync("the file is a cache");
        shop.Reports.Should().ContainSingle();
    }

    [Fact]
    public async Task IdleTable_StillPublishesTheScn()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Create("OTHER", [new ModelColumn("ID", new Model.Types.NumberType(10, 0), false)], "ID");

        var cut = await shop.CutAsync();

        (cut.Events, cut.Scn).Should().Be((0, shop.Oracle.Scn));
    }

    [Fact]
    public async Task CapturedColumn_Dropped_StopsByName()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Alter("ORDERS", table => table.Columns[1] = new ModelColumn("BUYER", new Model.Types.TextType(20)));

        var failure = await FluentActions.Awaiting(shop.PollAsync).Should().ThrowAsync<HarunireException>();

        failure.Which.Code.Should().Be(CaptureErrors.TableChanged);
        failure.Which.IsTransient.Should().BeFalse();
    }

    private static async Task<OracleShop> BegunAsync()
    {
        var shop = new OracleShop(Flashback);
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(1, "a", 1)));
        await shop.CutAsync();
        return shop;
    }
}
