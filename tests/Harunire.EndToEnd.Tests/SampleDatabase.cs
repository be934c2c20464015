using Harunire.Cli.Demo;
using Harunire.Cli.Sqlite;
using Harunire.Testing;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests;

/// <summary>A SQLite file with one of the samples and its legacy tables, gone afterwards.</summary>
internal sealed class SampleDatabase : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("harunire-e2e-");
    private readonly LegacyBatch _batch;
    private readonly ShopReplay? _shop;

    private SampleDatabase(string legacy, bool isShop)
    {
        Connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.FullName, "source.db"), Pooling = false }.ConnectionString);
        Connection.Open();
        Rows("PRAGMA journal_mode = WAL");
        Rows("PRAGMA synchronous = OFF");
        SqliteFunctionRegistration.Register(Connection);
        if (isShop)
        {
            _shop = new ShopReplay(Path.Combine(RepositoryPaths.Root, "samples", "co"));
            _shop.LoadHistory(Connection);
        }
        else
        {
            new SalesHistoryData(Path.Combine(RepositoryPaths.Root, "samples", "sh")).Load(Connection);
        }

        SourceTables = TableNames();
        _batch = new LegacyBatch(Path.Combine(RepositoryPaths.Root, "legacy", legacy));
        _batch.CreateTables(Connection);
        LegacyTables = [.. TableNames().Except(SourceTables, StringComparer.Ordinal)];
        RunBatch();
    }

    public SqliteConnection Connection { get; }

    public IReadOnlyList<string> SourceTables { get; }

    public IReadOnlyList<string> LegacyTables { get; }

    /// <summary>Customer Orders before its first live day, or Sales History; the batch has run once.</summary>
    public static SampleDatabase Open(string migration) => new(migration, migration == "customer-orders");

    /// <summary>Applies the live transactions and runs the batch again.</summary>
    public void ReplayLiveDays()
    {
        foreach (var step in _shop!.Transactions())
        {
            using var transaction = Connection.BeginTransaction();
            step.Apply(Connection, transaction);
            transaction.Commit();
        }

        RunBatch();
    }

    public IReadOnlyList<object?[]> Rows(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add([.. row.Select(cell => cell is DBNull ? null : cell)]);
        }

        return rows;
    }

    public void Dispose()
    {
        Connection.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The nightly batch once more.</summary>
    public void RunBatch() => _batch.RunNightly(Connection);

    private List<string> TableNames() => [.. Rows("SELECT name FROM sqlite_schema WHERE type = 'table'").Select(row => (string)row[0]!)];
}
