using System.Text.Json.Nodes;
using Harunire.EndToEnd.Tests.Commands;
using Harunire.Testing;

namespace Harunire.EndToEnd.Tests.Results;

/// <summary>The whole customer-orders migration by the tool's commands: SQLite, embedded topics, and a results target to be named; verified.</summary>
internal sealed class CustomerOrdersRun : IDisposable
{
    private readonly string _serving;
    private readonly SampleDatabase _shop = SampleDatabase.Open("customer-orders");

    /// <param name="results">The migration's <c>results</c> block; its connection is <c>serving</c>.</param>
    /// <param name="serving">That connection's string.</param>
    public CustomerOrdersRun(string results, string serving)
    {
        _serving = serving;
        File.WriteAllText(Migration, $$"""
            migration: customer-orders
            source:   { provider: sqlite, connection: shop, tables: { CUSTOMERS: {}, STORES: {}, PRODUCTS: {}, ORDERS: {}, ORDER_ITEMS: {}, SHIPMENTS: {}, INVENTORY: {} } }
            topics:   { provider: embedded, connection: bus, prefix: co }
            results:  {{results}}
            mappings: [ {{string.Join(", ", Mappings)}} ]
            """);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("harunire-e2e-results-").FullName;

    private string Migration => Path.Combine(Folder, "migration.yaml");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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

    /// <summary>Set up by the script that plan writes; history and then the live days are streamed and verified key by key.</summary>
    /// <param name="script">The name of the results' script.</param>
    /// <param name="expected">What it must contain.</param>
    public async Task SetUpStreamAndVerifyAsync(string script, params string[] expected)
    {
        (await RunAsync("plan")).Should().Contain($"{script}:").And.Contain("statements at the results, new");
        (await File.ReadAllTextAsync(Path.Combine(Folder, script), Token)).Should().ContainAll(expected);
        await RunAsync("apply");
        (await RunAsync("plan")).Should().NotContain("statements at the results, new");
        await RunAsync("run", "--once");
        CheckEqual(await RunAsync("verify", "-o", "json"));

        _shop.ReplayLiveDays();
        await RunAsync("run", "--once");
        CheckEqual(await RunAsync("verify", "-o", "json"));
        (await RunAsync("status")).Should().Contain($"All {Mappings.Count} of {Mappings.Count} mappings have all changes of the source");
    }

    public void Dispose()
    {
        _shop.Dispose();
        Directory.Delete(Folder, recursive: true);
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

    private async Task<string> RunAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string>
        {
            ["HARUNIRE__CONNECTIONS__SHOP"] = $"Data Source={_shop.Connection.DataSource}",
            ["HARUNIRE__CONNECTIONS__BUS"] = $"Data Source={Path.Combine(Folder, "bus.db")}",
            ["HARUNIRE__CONNECTIONS__SERVING"] = _serving,
        };
        var run = await ToolRun.EndAsync(ToolRun.Start(Folder, environment, [arguments[0], Migration, .. arguments.Skip(1)]));
        run.Code.Should().Be(0, $"'{string.Join(' ', arguments)}' said: {run.Error}{run.Output}");
        return run.Output;
    }
}
