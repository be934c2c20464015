using Harunire.Cli.Demo;
using Harunire.Testing;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Kafka;

/// <summary>Three brokers: one killed, two frozen for 45 s, restarted, while a migration runs and its source changes.</summary>
public sealed class KafkaFaultTests : IDisposable
{
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(45);

    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-kafka-").FullName;

    [Fact]
    public async Task Run_BrokersKilledAndFrozen_ResultsEqualAnUndisturbedRun()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("HARUNIRE_FAULTS") == "1", "it takes minutes: './build.sh --servers' runs it");
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        await using var servers = await KafkaServers.StartAsync(nodes: 3);
        var source = Path.Combine(_folder, "shop.db");
        using var shop = new SqliteConnection($"Data Source={source};Pooling=False");
        shop.Open();
        Execute(shop, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 10000");
        var replay = new ShopReplay(Path.Combine(RepositoryPaths.Root, "samples", "co"));
        replay.LoadHistory(shop);
        var disturbed = new MigrationFolder(Path.Combine(_folder, "kafka"), source, "{ provider: kafka, connection: bus, prefix: co, partitions: 3, replication: 3 }", $"bootstrap.servers={servers.BootstrapServers}");
        (await disturbed.RunAsync("apply", "MIGRATION")).ExitCode.Should().Be(0);
        using var transactions = replay.Transactions().GetEnumerator();
        string said;
        var killed = random.Next(1, 4);
        using (var run = disturbed.Start("run", "MIGRATION"))
        {
            await ChangeAsync(random.Next(1000, 8000));
            await servers.KillAsync(killed);
            await ChangeAsync(random.Next(5000, 15_000));
            await servers.RestartAsync(killed);
            await ChangeAsync(random.Next(5000, 10_000));
            int[] frozen = [.. new[] { 1, 2, 3 }.OrderBy(_ => random.Next()).Take(2)];
            await Task.WhenAll(frozen.Select(servers.PauseAsync));
            await ChangeAsync((int)Freeze.TotalMilliseconds);
            await Task.WhenAll(frozen.Select(servers.ResumeAsync));
            await ChangeAsync(random.Next(5000, 10_000));
            run.HasExited.Should().BeFalse($"seed {seed}; it said: {run.Error}");
            said = (await run.StopAsync()).Error;
        }

        var (code, _, error) = await disturbed.RunAsync("run", "MIGRATION", "--once");
        code.Should().Be(0, $"seed {seed}; it said: {error}");
        var undisturbed = new MigrationFolder(Path.Combine(_folder, "embedded"), source, "{ provider: embedded, connection: bus, prefix: co }", $"Data Source={_folder}/bus.db");
        (await undisturbed.RunAsync("apply", "MIGRATION")).ExitCode.Should().Be(0);
        (await undisturbed.RunAsync("run", "MIGRATION", "--once")).ExitCode.Should().Be(0);

        disturbed.ResultRows().Should().HaveCountGreaterThan(1_000).And.Equal(undisturbed.ResultRows(), $"seed {seed}");
        said.Should().Contain(servers.BootstrapServers.Split(',')[killed - 1], "the killed broker is named");
        said.Should().Match(text => text.Contains("no acknowledgement for", StringComparison.Ordinal) || text.Contains("no answer for", StringComparison.Ordinal) || text.Contains("waiting and trying again", StringComparison.Ordinal), "the freeze is named");

        // The source goes on while the fault lasts: some transactions a second, until the time is over.
        async Task ChangeAsync(int milliseconds)
        {
            var until = DateTime.UtcNow.AddMilliseconds(milliseconds);
            while (DateTime.UtcNow < until)
            {
                for (var i = 0; i < 5 && transactions.MoveNext(); i++)
                {
                    using var commit = shop.BeginTransaction();
                    transactions.Current.Apply(shop, commit);
                    commit.Commit();
                }

                await Task.Delay(200);
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
