using Harunire.Capture.Sqlite;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Specifications.Sources;
using Microsoft.Data.Sqlite;

namespace Harunire.Capture.Tests.Sqlite;

/// <summary>The SQLite source for the suite: a file of its own, written by plain SQL.</summary>
internal sealed class SqliteSourceDatabase : ISourceDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-source-").FullName;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, TableSchema> _tables = new(StringComparer.Ordinal);

    public SqliteSourceDatabase()
    {
        _connection = new SqliteConnection($"Data Source={_folder}/shop.db;Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = OFF");
        Source = Reopen();
    }

    public ISourceReader Source { get; }

    public SourceCapabilities Capabilities { get; } = new()
    {
        Name = "SQLite",
        ConcurrentWriters = false,
        MissingTypes = ["BINARY_FLOAT", "BINARY_DOUBLE", "INTERVAL YEAR TO MONTH", "INTERVAL DAY TO SECOND"],
        Holds = Holds,
    };

    public ISourceReader Reopen() => new SqliteSource(SqliteFactory.Instance, $"Data Source={_folder}/shop.db;Pooling=False", "shop");

    public Task CreateTableAsync(TableSchema table)
    {
        _tables[table.Name.Table] = table;
        var columns = table.Columns.Select(c => $"{c.Name} {Declared(c.Type)}{(c.Nullable ? "" : " NOT NULL")}");
        var key = table.Key.IsEmpty ? "" : $", PRIMARY KEY ({string.Join(", ", table.Key.Select(k => table.Columns[k].Name))})";
        Execute($"CREATE TABLE {table.Name.Table} ({string.Join(", ", columns)}{key})");
        return Task.CompletedTask;
    }

    public Task AddColumnAsync(string table, ColumnDefinition column)
    {
        Execute($"ALTER TABLE {table} ADD COLUMN {column.Name} {Declared(column.Type)}");
        return Task.CompletedTask;
    }

    public Task<ISourceTransaction> BeginAsync() => Task.FromResult<ISourceTransaction>(new Transaction(this, _connection.BeginTransaction()));

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _connection.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // NUMERIC affinity turns what looks like a number into an INTEGER or a REAL, whatever was bound (https://sqlite.org/datatype3.html, section 3).
    private static bool Holds(OracleType type, Datum value) =>
        type is not NumberType || value.AsNumber.TryToInt64(out _) || value.AsNumber.Precision <= 15;

    // SQLite takes arguments behind the whole name only.
    private static string Declared(OracleType type) => type is TimestampTzType zoned ? $"TIMESTAMP WITH TIME ZONE({zoned.Precision})" : type.ToString();

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Transaction(SqliteSourceDatabase database, SqliteTransaction transaction) : ISourceTransaction
    {
        public Task InsertAsync(string table, Datum[] row) => RunAsync(table, $"INSERT INTO {table} VALUES ({string.Join(", ", row.Select((_, i) => $"@c{i}"))})", row, []);

        public Task UpdateAsync(string table, Datum[] key, Datum[] row) =>
            RunAsync(table, $"UPDATE {table} SET {string.Join(", ", database._tables[table].Columns.Select((c, i) => $"{c.Name} = @c{i}"))} WHERE {Where(table)}", row, key);

        public Task DeleteAsync(string table, Datum[] key) => RunAsync(table, $"DELETE FROM {table} WHERE {Where(table)}", [], key);

        public Task CommitAsync() => transaction.CommitAsync();

        public ValueTask DisposeAsync() => transaction.DisposeAsync();

        private string Where(string table) => string.Join(" AND ", database._tables[table].Key.Select((k, i) => $"{database._tables[table].Columns[k].Name} = @k{i}"));

        private async Task RunAsync(string table, string sql, Datum[] row, Datum[] key)
        {
            var schema = database._tables[table];
            await using var command = database._connection.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, transaction);
            for (var i = 0; i < row.Length; i++)
            {
                command.Parameters.AddWithValue($"@c{i}", StoredValue.Write(row[i], schema.Columns[i].Type) ?? DBNull.Value);
            }

            for (var i = 0; i < key.Length; i++)
            {
                command.Parameters.AddWithValue($"@k{i}", StoredValue.Write(key[i], schema.Columns[schema.Key[i]].Type) ?? DBNull.Value);
            }

            (await command.ExecuteNonQueryAsync()).Should().Be(1);
        }
    }
}
