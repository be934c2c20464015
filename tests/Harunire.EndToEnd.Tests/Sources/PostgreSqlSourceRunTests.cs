using System.Globalization;
using System.Text.Json.Nodes;
using Harunire.EndToEnd.Tests.Commands;
using Harunire.Testing;
using Harunire.Testing.Servers;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Sources;

/// <summary>Customer Orders with its source and its legacy tables in PostgreSQL, by the tool's commands.</summary>
public sealed class PostgreSqlSourceRunTests(PostgreSqlCluster cluster, KafkaBroker broker, CassandraServer cassandra) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-e2e-pgsource-").FullName;

    private string? _bus;
    private string? _serving;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string[] Tables => ["CUSTOMERS", "STORES", "PRODUCTS", "ORDERS", "ORDER_ITEMS", "SHIPMENTS", "INVENTORY"];

    private static string Mappings
    {
        get
        {
            var folder = Path.Combine(RepositoryPaths.Root, "mappings", "customer-orders");
            var corrected = Directory.GetFiles(Path.Combine(folder, "corrected"), "*.yaml");
            var names = corrected.Select(Path.GetFileName).ToHashSet();
            return string.Join(", ", Directory.GetFiles(folder, "*.yaml").Where(path => !names.Contains(Path.GetFileName(path))).Concat(corrected));
        }
    }

    [Fact]
    public async Task CustomerOrders_FromPostgreSql_IsVerifiedEqual_AndADifferenceIsExplainedByTheSource()
    {
        Assert.SkipWhen(cluster.MissingReason is not null, cluster.MissingReason ?? "");
        using var shop = await PostgreSqlShop.CreateAsync(cluster.ConnectionString, Token);
        await WriteMigrationAsync();

        (await RunAsync(shop, 0, "plan")).Should().Contain("001_source.postgresql.sql:");
        (await File.ReadAllTextAsync(Path.Combine(_folder, "001_source.postgresql.sql"), Token)).Should().ContainAll(
            "ALTER TABLE \"shop\".\"orders\" REPLICA IDENTITY FULL", "CREATE PUBLICATION \"harunire_customer_orders\" FOR TABLE ONLY", "pg_create_logical_replication_slot('harunire_customer_orders', 'pgoutput')");
        await RunAsync(shop, 0, "apply");
        await RunAsync(shop, 0, "run", "--once");
        CheckEqual(await RunAsync(shop, 0, "verify", "-o", "json"));
        (await RunAsync(shop, 0, "status")).Should().Contain("mappings have all changes of the source", "marks and other databases move the log, and are no changes");

        var job = ToolRun.Start(_folder, Environment(shop), ["run", Migration]);
        await shop.ReplayLiveDaysAsync(statements: 40, Token);
        CheckEqual(await RunAsync(shop, 0, "verify", "-o", "json"));
        job.Kill();
        await job.WaitForExitAsync(Token);

        shop.Execute("UPDATE reporting.store_day_sales SET total_amount = total_amount + 1 WHERE store_id = 1 AND sales_date = (SELECT min(sales_date) FROM reporting.store_day_sales WHERE store_id = 1)");
        var report = JsonNode.Parse(await RunAsync(shop, 1, "verify", "--mapping", "sales_by_store_day", "-o", "json"))!["mappings"]![0]!;
        report["verdicts"]!["different"]!.GetValue<long>().Should().Be(1);
        report["keys"]![0]!["wrong"]!.GetValue<string>().Should().Be("legacy", "PostgreSQL gives the target's row for the mapping's query");
        (await RunAsync(shop, 0, "doctor")).Should().Contain("replication: sees deletes, each committed version").And.MatchRegex("the slot is not read now and holds [0-9,]+ MiB of log, reserved").And.Contain("max_slot_wal_keep_size is not set");
    }

    [Fact]
    public async Task CustomerOrders_FromPostgreSqlOverKafkaToCassandra_IsVerifiedEqual()
    {
        Assert.SkipWhen(cluster.MissingReason is not null, cluster.MissingReason ?? "");
        Assert.SkipUnless(typeof(Cli.Program).Assembly.GetReferencedAssemblies().Any(a => a.Name == "Harunire.Results.Cassandra"), "the tool was built without Cassandra's driver");
        _bus = $"bootstrap.servers={await broker.BootstrapServersAsync()}";
        await cassandra.StartAsync(Token);
        _serving = string.Create(CultureInfo.InvariantCulture, $"contact points={string.Join(',', cassandra.ContactPoints)};port={cassandra.Port}");
        using var shop = await PostgreSqlShop.CreateAsync(cluster.ConnectionString, Token);
        await WriteMigrationAsync(
            topics: $"{{ provider: kafka, connection: bus, prefix: pg{System.Environment.ProcessId}, partitions: 3 }}",
            results: $"{{ provider: cassandra, connection: serving, keyspace: pg_{System.Environment.ProcessId}, replication: {{ class: SimpleStrategy, replication_factor: 1 }} }}");

        await RunAsync(shop, 0, "apply");
        await RunAsync(shop, 0, "run", "--once");
        CheckEqual(await RunAsync(shop, 0, "verify", "-o", "json"));
        await shop.ReplayLiveDaysAsync(statements: 40, Token);
        await RunAsync(shop, 0, "run", "--once");
        CheckEqual(await RunAsync(shop, 0, "verify", "-o", "json"));
        (await RunAsync(shop, 0, "doctor")).Should().Contain("up, Cassandra 5.").And.Contain("1 copy of each row on 1 node");
    }

    [Fact]
    public async Task CustomerOrders_PolledFromAServerWithoutLogicalDecoding_IsVerifiedEqual_AlsoAfterATruncate()
    {
        using var own = PostgreSqlCluster.WithLog("replica");
        Assert.SkipWhen(own.MissingReason is not null, own.MissingReason ?? "");
        using var shop = await PostgreSqlShop.CreateAsync(own.ConnectionString, Token);
        await WriteMigrationAsync("{ strategy: snapshot-diff }");

        (await RunAsync(shop, 0, "plan")).Should().Contain("snapshot-diff").And.NotContain("source.postgresql.sql");
        await RunAsync(shop, 0, "apply");
        await RunAsync(shop, 0, "run", "--once");
        await shop.ReplayLiveDaysAsync(statements: 100, Token);
        using (var job = ToolRun.Start(_folder, Environment(shop), ["run", Migration]))
        {
            CheckEqual(await RunAsync(shop, 0, "verify", "-o", "json"));

            shop.Execute("CREATE TABLE kept AS SELECT * FROM shop.order_items; TRUNCATE shop.order_items");
            while (ResultRows() > 0)
            {
                await Task.Delay(100, Token);
            }

            shop.Execute("INSERT INTO shop.order_items SELECT * FROM kept");
            CheckEqual(await RunAsync(shop, 0, "verify", "-o", "json"));
            job.Kill();
            await job.WaitForExitAsync(Token);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task CustomerOrders_WhileToolAndServerEndAtRandom_IsVerifiedEqual(int seed)
    {
        using var own = new PostgreSqlCluster();
        Assert.SkipWhen(own.MissingReason is not null, own.MissingReason ?? "");
        using var shop = await PostgreSqlShop.CreateAsync(own.ConnectionString, Token);
        await WriteMigrationAsync();
        await RunAsync(shop, 0, "apply");
        var random = new Random(seed);
        var days = Task.Run(() => shop.ReplayLiveDaysAsync(statements: 3, Token), Token);
        var ends = 0;
        while (!days.IsCompleted || ends < 6)
        {
            using var job = ToolRun.Start(_folder, Environment(shop), ["run", Migration]);
            await Task.Delay(random.Next(500, 2500), Token);
            if (random.Next(2) == 0)
            {
                own.Crash();
                await Task.Delay(random.Next(1000), Token);
                if (job.HasExited)
                {
                    (await job.StandardError.ReadToEndAsync(Token)).Should().Contain("HAR3006", "a tool that runs waits for the server; one that is just starting says that it is away, seed {0}", seed);
                }
            }

            job.Kill();
            await job.WaitForExitAsync(Token);
            ends++;
        }

        await days;
        await RunAsync(shop, 0, "run", "--once");
        CheckEqual(await RunAsync(shop, 0, "verify", "-o", "json"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Migration => Path.Combine(_folder, "migration.yaml");

    private Task WriteMigrationAsync(string table = "{}", string topics = "{ provider: embedded, connection: bus, prefix: co }", string results = "{ provider: sqlite, connection: serving }") => File.WriteAllTextAsync(
        Migration,
        $$"""
        migration: customer-orders
        source:   { provider: postgresql, connection: shop, schema: shop, tables: { {{string.Join(", ", Tables.Select(name => $"{name}: {table}"))}} } }
        topics:   {{topics}}
        results:  {{results}}
        mappings: [ {{Mappings}} ]
        """,
        Token);

    private Dictionary<string, string> Environment(PostgreSqlShop shop) => new()
    {
        ["HARUNIRE__CONNECTIONS__SHOP"] = shop.ConnectionString,
        ["HARUNIRE__CONNECTIONS__BUS"] = _bus ?? $"Data Source={Path.Combine(_folder, "bus.db")}",
        ["HARUNIRE__CONNECTIONS__SERVING"] = _serving ?? $"Data Source={Path.Combine(_folder, "serving.db")}",
    };

    private long ResultRows()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "serving.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sales_by_store_day";
        return (long)command.ExecuteScalar()!;
    }

    private async Task<string> RunAsync(PostgreSqlShop shop, int code, string command, params string[] arguments)
    {
        var run = await ToolRun.EndAsync(ToolRun.Start(_folder, Environment(shop), [command, Migration, .. arguments]));
        run.Code.Should().Be(code, $"'{command} {string.Join(' ', arguments)}' said: {run.Error}{run.Output}");
        return run.Output;
    }

    private static void CheckEqual(string report)
    {
        foreach (var mapping in JsonNode.Parse(report)!["mappings"]!.AsArray())
        {
            var verdicts = mapping!["verdicts"]!;
            verdicts["total"]!.GetValue<long>().Should().BePositive("{0} has keys", mapping["mapping"]);
            verdicts["match"]!.GetValue<long>().Should().Be(verdicts["total"]!.GetValue<long>(), "every key of {0} is equal", mapping["mapping"]);
        }
    }
}
