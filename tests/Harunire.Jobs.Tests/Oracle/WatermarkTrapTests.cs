using Harunire.Capture;
using Harunire.Capture.Oracle;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Jobs.Tests.Oracle;

/// <summary>
/// The traps of a watermark column: late commits, equal values at a restart, NULL, back-dated and future values, the end of daylight saving time,
/// changes that leave the column as it was, deletes; and the audit that finds what it can't see.
/// </summary>
public sealed class WatermarkTrapTests
{
    [Fact]
    public async Task LateCommit_OfAnEarlierStamp_IsNotLost()
    {
        await using var shop = await BegunAsync();
        var late = shop.Oracle.Begin();
        late.Insert("ORDERS", shop.Order(2, "stamped first", 1));
        shop.Oracle.Advance(TimeSpan.FromMinutes(20));
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(3, "stamped later", 1)));
        await shop.CutAsync();
        shop.Oracle.Advance(TimeSpan.FromMinutes(20));
        await shop.CutAsync();
        late.Commit();

        (await shop.CutAsync()).Events.Should().Be(1);

        await shop.ShouldEqualAsync("the oldest transaction bounds the reading");
    }

    [Fact]
    public async Task LateCommit_WithoutThePrivilege_IsCoveredByTheOverlapOnly()
    {
        await using var shop = await BegunAsync(TimeSpan.FromMinutes(30), revoked: "GV$TRANSACTION");
        var late = shop.Oracle.Begin();
        late.Insert("ORDERS", shop.Order(2, "stamped first", 1));
        shop.Oracle.Advance(TimeSpan.FromMinutes(20));
        await shop.CutAsync();
        late.Commit();

        await shop.CutAsync();

        await shop.ShouldEqualAsync("20 minutes lie within the overlap");
    }

    [Fact]
    public async Task NoPrivilegeAndNoOverlap_IsRefused()
    {
        await using var shop = Shop(null);
        shop.Oracle.Revoked.Add("GV$TRANSACTION");

        var failure = await FluentActions.Awaiting(shop.PollAsync).Should().ThrowAsync<HarunireException>();

        failure.Which.Code.Should().Be(CaptureErrors.UnusableStrategy);
        failure.Which.Diagnostics[0].Hint.Should().Contain("overlap");
    }

    [Fact]
    public async Task EqualStamps_AcrossPollsAndARestart_ComeOnceEach()
    {
        await using var shop = await BegunAsync();
        for (var i = 2; i < 6; i++)
        {
            // The clock stands still: every row has the same stamp.
            shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(i, "same second", i)));
            (await shop.CutAsync()).Events.Should().Be(1);
            shop.Restart();
        }

        await shop.ShouldEqualAsync("equal values");
    }

    [Fact]
    public async Task NullAndFutureStamps_AreReadAtEachPoll_AndMoveNothing()
    {
        await using var shop = await BegunAsync();
        var future = Datum.FromDate(OracleDate.Create(9999, 12, 31)!.Value);
        shop.Oracle.Commit(t =>
        {
            t.Insert("ORDERS", [OracleShop.Number(2), Datum.FromText("null"), OracleShop.Number(1), Datum.Null]);
            t.Insert("ORDERS", [OracleShop.Number(3), Datum.FromText("future"), OracleShop.Number(1), future]);
        });
        (await shop.CutAsync()).Events.Should().Be(2);
        shop.Oracle.Advance(TimeSpan.FromHours(1));
        shop.Oracle.Commit(t =>
        {
            t.Update("ORDERS", [OracleShop.Number(2)], [OracleShop.Number(2), Datum.FromText("null"), OracleShop.Number(2), Datum.Null]);
            t.Update("ORDERS", [OracleShop.Number(3)], [OracleShop.Number(3), Datum.FromText("future"), OracleShop.Number(2), future]);
            t.Insert("ORDERS", shop.Order(4, "now", 1));
        });

        (await shop.CutAsync()).Events.Should().Be(3);
        await shop.ShouldEqualAsync("a stamp of the year 9999 is no bound");
    }

    [Fact]
    public async Task ClockSetBack_AtTheEndOfDaylightSavingTime_LosesNothing()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Advance(TimeSpan.FromMinutes(59));
        await shop.CutAsync();
        shop.Oracle.Advance(TimeSpan.FromMinutes(1));
        shop.Oracle.Offset = TimeSpan.FromHours(1);

        // An hour before the last poll, by its stamp.
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(2, "second 02:30", 1)));
        await shop.CutAsync();

        await shop.ShouldEqualAsync("the earlier of both local times is the bound");
    }

    [Fact]
    public async Task BackDatedUntouchedAndDeleted_AreFoundByTheAuditAndCounted()
    {
        await using var shop = await BegunAsync(audit: TimeSpan.Zero);
        shop.Oracle.Commit(t =>
        {
            t.Insert("ORDERS", shop.Order(2, "b", 1));
            t.Insert("ORDERS", shop.Order(3, "c", 1));
        });
        shop.Oracle.Advance(TimeSpan.FromHours(3));
        await shop.CutAsync();
        await shop.CutAsync();
        shop.Reports.Clear();
        var row = shop.Oracle.Rows("ORDERS").First(r => r[0] == OracleShop.Number(2));
        shop.Oracle.Commit(t =>
        {
            t.Update("ORDERS", [OracleShop.Number(2)], [row[0], Datum.FromText("column left as it was"), row[2], row[3]]);
            t.Delete("ORDERS", OracleShop.Number(3));
            t.Insert("ORDERS", [OracleShop.Number(4), Datum.FromText("back-dated"), OracleShop.Number(1), Datum.FromDate(OracleDate.Create(2020, 1, 1)!.Value)]);
            t.Insert("ORDERS", shop.Order(5, "seen", 1));
        });

        await shop.CutAsync();

        var report = shop.Reports.Should().ContainSingle().Subject;
        (report.Differences, report.Missed).Should().Be((4, 3));
        await shop.ShouldEqualAsync("the audit publishes what was missed");
    }

    private static OracleShop Shop(TimeSpan? overlap, TimeSpan? audit = null) =>
        new(new Dictionary<string, OracleTableOptions> { ["ORDERS"] = new() { Strategy = "watermark", Watermark = "CHANGED", Overlap = overlap } }, audit);

    private static async Task<OracleShop> BegunAsync(TimeSpan? overlap = null, string? revoked = null, TimeSpan? audit = null)
    {
        var shop = Shop(overlap, audit);
        if (revoked is not null)
        {
            shop.Oracle.Revoked.Add(revoked);
        }

        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(1, "a", 1)));
        await shop.CutAsync();
        return shop;
    }
}
