using Harunire.Testing.Servers;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Tests;

/// <summary>A database of a test's own, written by plain SQL; its replication slots go with it.</summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    private readonly string _cluster;
    private readonly string _name = $"shop_{Guid.NewGuid():N}";

    private PostgreSqlDatabase(string cluster) => _cluster = cluster;

    public string Reader { get; } = $"shop-{Guid.NewGuid():N}";

    public string Slot => $"harunire_{Reader.Replace('-', '_')}";

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_cluster) { Database = _name, Pooling = false }.ConnectionString;

    public static async Task<PostgreSqlDatabase> CreateAsync(PostgreSqlCluster cluster)
    {
        Assert.SkipWhen(cluster.MissingReason is not null, cluster.MissingReason ?? "");
        var database = new PostgreSqlDatabase(cluster.ConnectionString);
        await RunAsync(cluster.ConnectionString, $"CREATE DATABASE {database._name}");
        return database;
    }

    public PostgreSqlSource NewSource(Func<PostgreSqlSourceOptions, PostgreSqlSourceOptions>? change = null)
    {
        var options = new PostgreSqlSourceOptions { Reader = Reader };
        return new PostgreSqlSource(ConnectionString, "shop", change?.Invoke(options) ?? options);
    }

    public Task ExecuteAsync(string sql) => RunAsync(ConnectionString, sql);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(_cluster, $"""
            SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = '{_name}' AND active;
            SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '{_name}' AND NOT active
            """);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                await RunAsync(_cluster, $"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '{_name}'");
                await RunAsync(_cluster, $"DROP DATABASE {_name} WITH (FORCE)");
                return;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.ObjectInUse)
            {
                await Task.Delay(20);
            }
        }
    }

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
