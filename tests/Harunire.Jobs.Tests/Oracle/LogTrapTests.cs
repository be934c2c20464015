using Harunire.Capture;
using Harunire.Capture.Oracle;
using Harunire.Model.Errors;

namespace Harunire.Jobs.Tests.Oracle;

/// <summary>
/// The traps of materialized view logs: SEQUENCE$$ is not the order of commits, an update of the key, direct-path loads, other consumers, TRUNCATE.
/// </summary>
public sealed class LogTrapTests
{
    [Fact]
    public async Task LateCommit_WithASmallerSequence_IsNotLost()
    {
        await using var shop = await BegunAsync();
        var late = shop.Oracle.Begin();
        late.Insert("ORDERS", shop.Order(2, "first statement", 1));
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(3, "later statement, earlier commit", 1)));
        await shop.CutAsync();
        late.Commit();

        (await shop.CutAsync()).Events.Should().Be(1);

        await shop.ShouldEqualAsync("SEQUENCE$$ of the late one is below the last that was read");
    }

    [Fact]
    public async Task UpdateOfTheKey_IsADeleteAndACreate_WithRowsAsOfThePoll()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(1)], shop.Order(9, "moved", 2)));

        // Committed after the poll's SCN is read: the rows must not be from then.
        shop.Oracle.BeforeStatement = sql =>
        {
            if (sql.Contains("ALL_SUMMAP", StringComparison.Ordinal))
            {
                shop.Oracle.BeforeStatement = null;
                shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(9)], shop.Order(9, "too late", 3)));
            }
        };
        (await shop.CutAsync()).Events.Should().Be(2);
        (await shop.PublishedAsync("ORDERS")).Should().ContainSingle().Which.Should().Contain("|moved|");

        await shop.CutAsync();
        await shop.ShouldEqualAsync("the later change comes with the later poll");
    }

    [Fact]
    public async Task DirectPathLoad_ThatIsNotInTheLog_IsReadByItsRowIds()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.DirectLoad("ORDERS", shop.Order(5, "loaded", 1), shop.Order(6, "loaded", 1), shop.Order(7, "loaded", 1));

        (await shop.CutAsync()).Events.Should().Be(3);
        await shop.ShouldEqualAsync("ALL_SUMDELTA names the range");
        shop.Oracle.Statements.Clear();
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(8, "usual", 1)));
        (await shop.CutAsync()).Events.Should().Be(1);
        shop.Oracle.Statements.Should().NotContain(sql => sql.Contains("CHARTOROWID", StringComparison.Ordinal), "a load is read once");
    }

    [Fact]
    public async Task Log_WithAnotherConsumer_IsRefused()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Table("ORDERS").Consumers = 1;
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(2, "purged before it was read", 1)));
        shop.Oracle.PurgeLog("ORDERS");

        var failure = await FluentActions.Awaiting(shop.PollAsync).Should().ThrowAsync<HarunireException>();

        failure.Which.Code.Should().Be(CaptureErrors.UnusableStrategy);
        failure.Which.Message.Should().Contain("consumers");
    }

    [Fact]
    public async Task Truncate_ThatIsNotInTheLog_IsRepaired()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Truncate("ORDERS");
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(2, "after", 1)));

        await shop.CutAsync();

        await shop.ShouldEqualAsync("TRUNCATE is DDL");
        shop.Reports.Should().ContainSingle();
    }

    private static async Task<OracleShop> BegunAsync()
    {
        var shop = new OracleShop(new Dictionary<string, OracleTableOptions> { ["ORDERS"] = new() { Strategy = "mvlog" } });
        shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(1, "a", 1)));
        await shop.CutAsync();
        return shop;
    }
}
