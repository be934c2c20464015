using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Harunire.Testing;
using Harunire.Testing.Servers;

[assembly: AssemblyFixture(typeof(CassandraServer))]

namespace Harunire.EndToEnd.Tests.Cassandra;

/// <summary>The whole customer-orders migration by the tool's commands: SQLite, embedded topics, a real Cassandra, verified.</summary>
public sealed class CassandraRunTests(CassandraServer server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-e2e-cassandra-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CustomerOrders_ThroughCassandra_IsVerifiedEqual()
    {
        Assert.SkipUnless(typeof(Cli.Program).Assembly.GetReferencedAssemblies().Any(a => a.Name == "Harunire.Results.Cassandra"), "the tool was built without Cassandra's driver");
        await server.StartAsync(Token);
        using var shop = SampleDatabase.Open("customer-orders");
        await File.WriteAllTextAsync(Migration, $$"""
            migration: customer-orders
            source:   { provider: sqlite, connection: shop, tables: { CUSTOMERS: {}, STORES: {}, PRODUCTS: {}, ORDERS: {}, ORDER_ITEMS: {}, SHIPMENTS: {}, INVENTORY: {} } }
            topics:   { provider: embedded, connection: bus, prefix: co }
            results:  { provider: cassandra, connection: serving, keyspace: e2e_{{Environment.ProcessId}}, replication: { class: SimpleStrategy, replication_factor: 1 } }
            mappings: [ {{string.Join(", ", Mappings)}} ]
            """, Token);

        (await RunAsync(shop, 0, "plan")).Should().Contain("002_results.cql: 12 statements at the results, new");
        (await File.ReadAllTextAsync(Path.Combine(_folder, "002_results.cql"), Token))
            .Should().Contain("CREATE KEYSPACE").And.Contain("CREATE TABLE IF NOT EXISTS").And.Contain("harunire_results");
        await RunAsync(shop, 0, "apply");
        (await RunAsync(shop, 0, "plan")).Should().NotContain("statements at the results, new");
        await RunAsync(shop, 0, "run", "--once");
        CheckEqual(await RunAsync(shop, 0, "verify", "-o", "json"));

        shop.ReplayLiveDays();
        await RunAsync(shop, 0, "run", "--once");
        CheckEqual(await RunAsync(shop, 0, "verify", "-o", "json"));
        (await RunAsync(shop, 0, "status")).Should().Contain($"All {Mappings.Count} of {Mappings.Count} mappings are at the source's SCN");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Migration => Path.Combine(_folder, "migration.yaml");

    // The one with the planted fault in its corrected form.
    private static List<string> Mappings
    {
        get
        {
            var folder = Path.Combine(RepositoryPaths.Root, "mappings", "customer-orders");
            var corrected = Directory.GetFiles(Path.Combine(folder, "corrected"), "*.yaml");
            var names = corrected.Select(Path.GetFileName).ToHashSet();
            return [.. Directory.GetFiles(folder, "*.yaml").Where(path => !names.Contains(Path.GetFileName(path))), .. corrected];
        }
    }

    private static void CheckEqual(string report)
    {
        var mappings = JsonNode.Parse(report)!["mappings"]!.AsArray();
        mappings.Should().HaveCount(Mappings.Count);
        foreach (var mapping in mappings)
        {
            var verdicts = mapping!["verdicts"]!;
            verdicts["total"]!.GetValue<long>().Should().BePositive("{0} has keys", mapping["mapping"]);
            verdicts["match"]!.GetValue<long>().Should().Be(verdicts["total"]!.GetValue<long>(), "every key of {0} is equal", mapping["mapping"]);
        }
    }

    private async Task<string> RunAsync(SampleDatabase shop, int exitCode, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "harunire.dll"), arguments[0], Migration }.Concat(arguments.Skip(1)))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HARUNIRE__CONNECTIONS__SHOP"] = $"Data Source={shop.Connection.DataSource}";
        start.Environment["HARUNIRE__CONNECTIONS__BUS"] = $"Data Source={Path.Combine(_folder, "bus.db")}";
        start.Environment["HARUNIRE__CONNECTIONS__SERVING"] = $"contact points={string.Join(',', server.ContactPoints)};port={server.Port.ToString(CultureInfo.InvariantCulture)}";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Token);
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        process.ExitCode.Should().Be(exitCode, $"'{string.Join(' ', arguments)}' said: {await error}{output}");
        return output;
    }
}
