using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
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
        var prefix = $"co{Guid.NewGuid():N}";
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
        topics.Should().Contain($"{prefix}.orders").And.Contain($"{prefix}.transaction").And.Contain("3 partitions");
        var peek = await Succeeds(kafka, "topic", "peek", "MIGRATION", $"{prefix}.orders", "-n", "1");
        peek.Should().ContainEquivalentOf("ORDER_ID");
        await ReadByKcatAsync(kafka, servers, $"{prefix}.orders");
        (await Succeeds(kafka, "status", "MIGRATION")).Should().Contain("0 changes behind");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // By the registry that the tool serves: decoded by kcat where it was built with Avro, else its raw bytes and the schema of their id.
    private static async Task ReadByKcatAsync(MigrationFolder migration, string servers, string topic)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "kcat"))))
        {
            TestContext.Current.AddWarning("kcat is not on this machine: that it reads our topics was not tested");
            return;
        }

        using var registry = migration.Start("registry", "MIGRATION", "--port", "0");
        var url = (await registry.FirstLineAsync()).Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd(';');
        var hasAvro = Encoding.UTF8.GetString(await KcatAsync("-V")).Contains("Avro", StringComparison.OrdinalIgnoreCase);
        string[] read = ["-q", "-b", servers, "-C", "-t", topic, "-p", "0", "-o", "beginning", "-c", "1"];
        if (hasAvro)
        {
            var record = JsonNode.Parse(await KcatAsync([.. read, "-s", "avro", "-r", url]))!;
            ((string)record["op"]!).Should().Be("r");
            ((string)record["source"]!["table"]!).Should().Be("orders");
            return;
        }

        TestContext.Current.AddWarning("this kcat was built without Avro (Debian's is): its raw bytes were looked at instead");
        var frame = await KcatAsync([.. read, "-D", ""]);
        frame[0].Should().Be(0);
        using var http = new HttpClient();
        var schema = JsonNode.Parse(await http.GetStringAsync($"{url}/schemas/ids/{BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1))}"))!;
        ((string)schema["schema"]!).Should().Contain("Envelope").And.Contain(topic);
    }

    private static async Task<byte[]> KcatAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("kcat", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return output.ToArray();
    }

    private static async Task<string> Succeeds(MigrationFolder migration, params string[] arguments)
    {
        var (code, output, error) = await migration.RunAsync(arguments);
        code.Should().Be(0, $"'{string.Join(' ', arguments)}' said: {output}{error}");
        return output;
    }
}
