using System.Globalization;
using Harunire.Cli.Demo;
using Harunire.Testing;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Kill;

/// <summary>kill -9 of a running job at random moments, while the source goes on changing.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 50;
    private const int TransactionsBetweenKills = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-kill-").FullName;

    [Fact]
    public async Task Run_KilledAtFiftyRandomMoments_ResultsEqualAnUndisturbedRun()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        var source = Path.Combine(_folder, "shop.db");
        using var shop = new SqliteConnection($"Data Source={source};Pooling=False");
        shop.Open();
        Execute(shop, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 10000");
        var replay = new ShopReplay(Path.Combine(RepositoryPaths.Root, "samples", "co"));
        replay.LoadHistory(shop);

        var disturbed = new ToolProcess(source, Folder("disturbed"));
        await disturbed.RunAsync("apply");
        using var transactions = replay.Transactions().GetEnumerator();
        for (var kill = 0; kill < Kills; kill++)
        {
            await disturbed.KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(150, 1600)), "run");
            for (var i = 0; i < TransactionsBetweenKills && transactions.MoveNext(); i++)
            {
                using var commit = shop.BeginTransaction();
                transactions.Current.Apply(shop, commit);
                commit.Commit();
            }
        }

        await disturbed.RunAsync("run", "--once");
        var undisturbed = new ToolProcess(source, Folder("undisturbed"));
        await undisturbed.RunAsync("apply");
        await undisturbed.RunAsync("run", "--once");

        var expected = Rows("undisturbed");
        expected.Should().HaveCountGreaterThan(1_000);
        Rows("disturbed").Should().Equal(expected, $"of seed {seed}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    private List<string> Rows(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, folder, "serving.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Query(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'harunire%' AND name NOT LIKE 'sqlite%' ORDER BY name");
        return [.. tables.SelectMany(table =>
        {
            var columns = Query(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE name NOT LIKE 'harunire%' ORDER BY cid");
            return Query(connection, $"SELECT {string.Join(" || '|' || ", columns.Select(c => $"quote(\"{c}\")"))} FROM \"{table}\"").Select(row => $"{table}: {row}").Order(StringComparer.Ordinal);
        })];
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return rows;
    }
}
