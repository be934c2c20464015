using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Harunire.EndToEnd.Tests.Sources;

/// <summary>The sample shop in a PostgreSQL database of its own: source tables in the schema <c>shop</c>, the legacy tables that the SQLite batch filled in <c>reporting</c>.</summary>
internal sealed class PostgreSqlShop : IDisposable
{
    private readonly SampleDatabase _sample = SampleDatabase.Open("customer-orders");
    private readonly Dictionary<string, Dictionary<string, string[]>> _copied = new(StringComparer.Ordinal);
    private readonly string _cluster;
    private readonly string _name = $"orders_{Guid.NewGuid():N}";

    private PostgreSqlShop(string cluster) => _cluster = cluster;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_cluster) { Database = _name, SearchPath = "reporting" }.ConnectionString;

    public static async Task<PostgreSqlShop> CreateAsync(string cluster, CancellationToken cancellationToken)
    {
        var shop = new PostgreSqlShop(cluster);
        shop.Execute(cluster, [$"CREATE DATABASE {shop._name}"]);
        shop.Execute(shop.ConnectionString, ["CREATE SCHEMA shop", "CREATE SCHEMA reporting"]);
        foreach (var (schema, table) in await shop.TablesAsync(cancellationToken))
        {
            var columns = table.Columns.Select(c => $"{c.Name} {Declared(c.Type)}{(c.Nullable ? "" : " NOT NULL")}");
            shop.Execute(shop.ConnectionString, [$"CREATE TABLE {schema}.{table.Name.Table} ({string.Join(", ", columns)}, PRIMARY KEY ({string.Join(", ", table.Key.Select(k => table.Columns[k].Name))}))"]);
        }

        await shop.FollowAsync(int.MaxValue, cancellationToken);
        return shop;
    }

    /// <summary>Replays the live days in the sample, runs its batch, and brings PostgreSQL to the same rows.</summary>
    /// <param name="statements">Of one transaction.</param>
    public Task ReplayLiveDaysAsync(int statements, CancellationToken cancellationToken)
    {
        _sample.ReplayLiveDays();
        return FollowAsync(statements, cancellationToken);
    }

    public void Execute(string sql) => Execute(ConnectionString, [sql]);

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Execute(_cluster, [$"SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = '{_name}' AND active"]);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                Execute(_cluster, [$"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '{_name}'"]);
                Execute(_cluster, [$"DROP DATABASE {_name} WITH (FORCE)"]);
                break;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.ObjectInUse)
            {
                Thread.Sleep(20);
            }
        }

        _sample.Dispose();
    }

    private async Task<List<(string Schema, TableSchema Table)>> TablesAsync(CancellationToken cancellationToken)
    {
        await using var source = new SqliteSource(SqliteFactory.Instance, _sample.Connection.ConnectionString, "sample");
        var sources = await source.DescribeAsync([.. _sample.SourceTables.Select(name => new TableRequest(name, []))], cancellationToken);
        var legacy = await source.DescribeAsync([.. _sample.LegacyTables.Select(name => new TableRequest(name, []))], cancellationToken);
        return [.. sources.Select(table => ("shop", table)), .. legacy.Select(table => ("reporting", table))];
    }

    private async Task FollowAsync(int statements, CancellationToken cancellationToken)
    {
        var changes = new List<string>();
        foreach (var (schema, table) in await TablesAsync(cancellationToken))
        {
            var name = $"{schema}.{table.Name.Table}";
            var before = _copied.GetValueOrDefault(name, []);
            var after = Rows(table).ToDictionary(row => Key(table, row), StringComparer.Ordinal);
            changes.AddRange(before.Where(row => !after.ContainsKey(row.Key)).Select(row => $"DELETE FROM {name} WHERE {Where(table, row.Value)}"));
            changes.AddRange(after.Where(row => !before.ContainsKey(row.Key)).Select(row => $"INSERT INTO {name} VALUES ({string.Join(", ", row.Value)})"));
            changes.AddRange(after.Where(row => before.TryGetValue(row.Key, out var old) && !old.SequenceEqual(row.Value, StringComparer.Ordinal))
                .Select(row => $"UPDATE {name} SET {string.Join(", ", table.Columns.Select((c, i) => $"{c.Name} = {row.Value[i]}"))} WHERE {Where(table, row.Value)}"));
            _copied[name] = after;
        }

        foreach (var transaction in changes.Chunk(statements))
        {
            await CommitAsync(transaction, cancellationToken);
        }
    }

    // A server that ends may have committed: a second try then finds the rows there.
    private async Task CommitAsync(IReadOnlyList<string> transaction, CancellationToken cancellationToken)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                Execute(ConnectionString, transaction);
                return;
            }
            catch (PostgresException done) when (isAgain && done.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return;
            }
            catch (NpgsqlException ended) when (ended.IsTransient || ended is not PostgresException || ended.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow)
            {
                NpgsqlConnection.ClearAllPools();
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    private IEnumerable<string[]> Rows(TableSchema table) => _sample.Rows($"SELECT {string.Join(", ", table.Columns.Select(c => c.Name))} FROM {table.Name.Table}")
        .Select(row => row.Select((cell, i) => Literal(cell, table.Columns[i].Type)).ToArray());

    private static string Literal(object? cell, OracleType type) => StoredValue.Read(cell, type) is { IsNull: false } value
        ? $"'{value.ToString().Replace("'", "''", StringComparison.Ordinal)}'"
        : "NULL";

    private static string Key(TableSchema table, string[] row) => string.Join('|', table.Key.Select(k => row[k]));

    private static string Where(TableSchema table, string[] row) => string.Join(" AND ", table.Key.Select(k => $"{table.Columns[k].Name} = {row[k]}"));

    private static string Declared(OracleType type) => type switch
    {
        NumberType { Precision: { } precision } number => $"numeric({precision},{number.Scale})",
        NumberType => "numeric",
        TextType text => $"varchar({text.Length})",
        CharType text => $"char({text.Length})",
        DateType => "timestamp(0)",
        TimestampType => "timestamp(6)",
        _ => throw new ArgumentException($"the sample has no {type}", nameof(type)),
    };

    private void Execute(string connectionString, IReadOnlyList<string> statements)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        if (statements.Count == 1)
        {
            using var single = new NpgsqlCommand(statements[0], connection);
            single.ExecuteNonQuery();
            return;
        }

        using var transaction = connection.BeginTransaction();
        using var command = new NpgsqlCommand(string.Join(";\n", statements), connection, transaction);
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
