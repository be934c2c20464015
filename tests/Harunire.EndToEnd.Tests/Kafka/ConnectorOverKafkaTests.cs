using Harunire.EndToEnd.Tests.Connectors;
using Harunire.Testing;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Kafka.Logs;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Kafka;

/// <summary>The real connector's bytes in a real Kafka.</summary>
public sealed class ConnectorOverKafkaTests(KafkaBroker broker)
{
    [Fact]
    public async Task Stream_OfTheConnectorsTopicsInKafka_FillsTheResults()
    {
        var servers = await broker.BootstrapServersAsync();
        var prefix = $"dbz{Guid.NewGuid():N}";
        using var shop = new ConnectorShop($"{{ provider: kafka, connection: bus, prefix: {prefix} }}", $"bootstrap.servers={servers}");
        Directory.CreateDirectory(shop.In("state/connector"));
        await using (var log = new KafkaTopicLog(KafkaConnection.Parse($"bootstrap.servers={servers}", "bus"), new KafkaTopicSettings { Prefix = prefix, Retention = Timeout.InfiniteTimeSpan }))
        await using (var registry = SqliteSchemaRegistry.Open(SqliteFactory.Instance, shop.In("state/connector/schemas.registry")))
        {
            await ConnectorShop.FillAsync(log, registry, partitions: 3, prefix: prefix);
        }

        var first = await shop.RunAsync("stream", ConnectorShop.Migration, "--once", "--set", "state=state");
        var again = await shop.RunAsync("stream", ConnectorShop.Migration, "--once", "--set", "state=state", "--rebuild", "orders_by_status");

        first.Code.Should().Be(0, first.Error);
        again.Code.Should().Be(0, again.Error);
        shop.Rows("orders_by_status", ConnectorMigrationTests.Columns).Should().Be(ConnectorMigrationTests.Expected);
    }
}
