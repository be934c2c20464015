using Harunire.Testing;

namespace Harunire.EndToEnd.Tests.Kafka;

/// <summary>The customer-orders migration over a real Kafka: SQLite, Kafka, results, verified.</summary>
public sealed class KafkaMigrationTests(KafkaBroker broker) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-kafka-").FullName;

    [Fact]
    public async Task Run_OverKafka_ResultsEqualTheEmbeddedRunAndVerify()
    {
        var servers = await broker.BootstrapServersAsync();
        using var shop = SampleDatabase.Open("customer-orders");
        var source = shop.Connection.DataSource;
        var prefix = $"co-{Guid.NewGuid():N}";
        var kafka = new MigrationFolder(Path.Combine(_folder, "kafka"), source, $"{{ provider: kafka, connection: bus, prefix: {prefix}, partitions: 3, retention: 2d }}", $"bootstrap.servers={servers}");
        var embedded = new MigrationFolder(Path.Combine(_folder, "embedded"), source, "{ provider: embedded, connection: bus, prefix: co }", $"Data Source={_folder}/bus.db");

        await Succeeds(kafka, "apply", "MIGRATION");
        await Succeeds(kafka, "run", "MIGRATION", "--once");
        shop.ReplayLiveDays();
        await Succeeds(kafka, "run", "MIGRATION", "--once");
        await Succeeds(embedded, "apply", "MIGRATION");
        await Succeeds(embedded, "run", "MIGRATION", "--once");

        var rows = kafka.ResultRows();
        rows.Should().HaveCountGreaterThan(1_000).And.Equal(embedded.ResultRows());
        await Succeeds(kafka, "verify", "MIGRATION", "--mapping", "sales_by_store_day", "--mapping", "product_sales_by_month", "--mapping", "stock_value", "--mapping", "customer_lifetime_value");
        var topics = await Succeeds(kafka, "topic", "list", "MIGRATION");
        topics.Should().Contain($"{prefix}.ORDERS").And.Contain($"{prefix}.transaction").And.Contain("3 partitions");
        var peek = await Succeeds(kafka, "topic", "peek", "MIGRATION", $"{prefix}.ORDERS", "-n", "1");
        peek.Should().Contain("ORDER_ID");
        await ReadByKcatAsync(kafka, servers, $"{prefix}.ORDERS");
        (await Succeeds(kafka, "status", "MIGRATION")).Should().Contain("0 changes behind");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The registry served by the tool, kcat with its own Avro.
    private static async Task ReadByKcatAsync(MigrationFolder migration, string servers, string topic)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "kcat"))))
        {
            TestContext.Current.AddWarning("kcat is not on this machine: that it reads our topics was not tested");
            return;
        }

        using var registry = migration.Start("registry", "MIGRATION", "--port", "0");
        var url = (await registry.FirstLineAsync()).Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd(';');
        var kcat = new System.Diagnostics.ProcessStartInfo("kcat", ["-q", "-b", servers, "-C", "-t", topic, "-o", "beginning", "-c", "1", "-s", "avro", "-r", url]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = System.Diagnostics.Process.Start(kcat)!;
        var record = System.Text.Json.Nodes.JsonNode.Parse(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();

        ((string)record!["op"]!).Should().Be("r");
        record["after"]!.ToJsonString().Should().Contain("ORDER_ID");
        ((string)record["source"]!["table"]!).Should().Be("ORDERS");
    }

    private static async Task<string> Succeeds(MigrationFolder migration, params string[] arguments)
    {
        var (code, output, error) = await migration.RunAsync(arguments);
        code.Should().Be(0, $"'{string.Join(' ', arguments)}' said: {output}{error}");
        return output;
    }
}
