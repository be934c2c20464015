using Harunire.Topics.Embedded;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Connectors;

/// <summary>The tool on topics that hold the real connector's bytes: what each command does where there is nothing to capture.</summary>
public sealed class ConnectorMigrationTests : IDisposable
{
    // By hand from the fixtures' readable form: 1000 (41, OPEN), 1001 (42, COMPLETE), 1004 (128, OPEN), 38 nines (-1, CANCELLED).
    public const string Expected = """
        CANCELLED|1|-1|2262-04-11 23:47:16.854775807
        COMPLETE|1|42|2024-03-01 10:20:26.123456789
        OPEN|2|169|2024-03-01 10:20:27.000000000
        """;

    public const string Columns = "order_status, orders, customers, last_tms";

    private readonly ConnectorShop _shop = new();

    [Fact]
    public async Task Stream_OfTheConnectorsTopics_FillsTheResults()
    {
        await FillAsync();

        var plan = await _shop.RunAsync("plan", ConnectorShop.Migration);
        var streamed = await _shop.RunAsync("stream", ConnectorShop.Migration, "--once");
        var status = await _shop.RunAsync("status", ConnectorShop.Migration, "-o", "json");

        plan.Code.Should().Be(0, plan.Error);
        plan.Output.Should().Contain("captured by a Debezium connector into server1.HR.ORDERS");
        streamed.Code.Should().Be(0, streamed.Error);
        _shop.Rows("orders_by_status", Columns).Should().Be(Expected);
        _shop.Rows("a_totals", "a, row_count").Should().Be("1|1");
        status.Code.Should().Be(0, status.Error);
        status.Output.Should().Contain("\"sourceScn\": null").And.Contain("2000033");
    }

    [Fact]
    public async Task Run_SaysThatNothingIsCapturedAndStreams_AndARebuildGivesTheSame()
    {
        await FillAsync();

        var run = await _shop.RunAsync("run", ConnectorShop.Migration, "--once");
        var again = await _shop.RunAsync("run", ConnectorShop.Migration, "--once", "--rebuild", "orders_by_status");

        run.Code.Should().Be(0, run.Error);
        run.Error.Should().Contain("no capture: these are topics server1.HR.* of a Debezium connector");
        again.Code.Should().Be(0, again.Error);
        _shop.Rows("orders_by_status", Columns).Should().Be(Expected);
    }

    [Theory]
    [InlineData("capture", "there is nothing to capture")]
    [InlineData("verify", "only known by its connector's topics")]
    public async Task Command_ThatNeedsTheSource_IsRefused(string command, string message)
    {
        await FillAsync();

        var run = await _shop.RunAsync(command, ConnectorShop.Migration);

        run.Code.Should().Be(2);
        run.Error.Should().Contain("HAR8116").And.Contain(message);
    }

    [Fact]
    public async Task Plan_OfColumnsWhoseTypeTheTopicDoesNotTell_AsksForThem()
    {
        await FillAsync();
        _shop.WriteMigration("ORDERS: {}, NO_KEY: {}");

        var run = await _shop.RunAsync("plan", ConnectorShop.Migration);

        run.Code.Should().Be(2);
        run.Error.Should().Contain("HAR8117: HR.ORDERS.ORDER_STATUS: it is VARCHAR2, CHAR, CLOB, or a NUMBER written as text")
            .And.Contain("HR.ORDERS.ORDER_TMS: it is DATE or a TIMESTAMP").And.Contain("columns: { ORDER_TMS: TIMESTAMP(9) }").And.NotContain("STORE_ID");
    }

    [Fact]
    public async Task Plan_OfMoneyAsDouble_IsRefusedWithTheConnectorsSetting()
    {
        await FillAsync("variants/decimal-double", subjectsOfDoubles: true);
        _shop.WriteMigration("ORDERS: { columns: { ORDER_STATUS: VARCHAR2(10), ORDER_TMS: TIMESTAMP(9), CUSTOMER_ID: NUMBER(38) } }, NO_KEY: {}");

        var run = await _shop.RunAsync("plan", ConnectorShop.Migration);

        run.Code.Should().Be(4, run.Error);
        run.Error.Should().Contain("HAR4203: HR.ORDERS.CUSTOMER_ID: the topic carries NUMBER(38) as Double").And.Contain("decimal.handling.mode=precise");
    }

    [Theory]
    [InlineData("apply")]
    [InlineData("doctor")]
    [InlineData("topic list")]
    [InlineData("topic peek")]
    public async Task Command_ThatNeedsTopicsOnly_EndsWell(string command)
    {
        await FillAsync();
        (await _shop.RunAsync("run", ConnectorShop.Migration, "--once")).Code.Should().Be(0);

        var run = await _shop.RunAsync([.. command.Split(' '), ConnectorShop.Migration, .. command == "topic peek" ? new[] { "server1.HR.ORDERS" } : []]);

        run.Code.Should().Be(0, run.Output + run.Error);
    }

    [Fact]
    public async Task Doctor_OfAConnectorWithoutTransactions_NamesItsSetting()
    {
        await FillAsync("");

        var run = await _shop.RunAsync("doctor", ConnectorShop.Migration);

        run.Code.Should().Be(1, run.Error);
        run.Output.Should().Contain("server1.transaction: there is no such topic").And.Contain("provide.transaction.metadata=true");
    }

    [Fact]
    public async Task Plan_OfATableWithoutTopic_NamesIt()
    {
        await FillAsync();
        _shop.WriteMigration("ORDRES: {}");

        var run = await _shop.RunAsync("plan", ConnectorShop.Migration);

        run.Code.Should().Be(3);
        run.Error.Should().Contain("HAR8118: server1.HR.ORDRES");
    }

    public void Dispose() => _shop.Dispose();

    private async Task FillAsync(string variant = Testing.ConnectorRecording.WithTransactions, bool subjectsOfDoubles = false)
    {
        await using var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, _shop.In("bus.db"));
        await using var registry = SqliteSchemaRegistry.Open(SqliteFactory.Instance, _shop.In("bus.db.registry"));
        await ConnectorShop.FillAsync(log, registry, variant);
        if (subjectsOfDoubles)
        {
            await registry.RegisterAsync("server1.HR.ORDERS-value", await registry.GetByIdAsync(19));
        }
    }
}
