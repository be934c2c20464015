using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Specifications.Sources;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Tests;

/// <summary>The PostgreSQL source for the suite: tables with Oracle's upper-case names, written by plain SQL.</summary>
internal sealed class PostgreSqlSourceDatabase(PostgreSqlDatabase database, ISourceReader source, Func<ISourceReader> reopen) : ISourceDatabase
{
    private readonly Dictionary<string, TableSchema> _tables = new(StringComparer.Ordinal);

    public ISourceReader Source => source;

    public SourceCapabilities Capabilities { get; init; } = new()
    {
        Name = "PostgreSQL",
        MissingTypes = ["INTERVAL YEAR TO MONTH", "INTERVAL DAY TO SECOND"],
        Holds = Holds,
    };

    public ISourceReader Reopen() => reopen();

    public Task CreateTableAsync(TableSchema table)
    {
        _tables[table.Name.Table] = table;
        var columns = table.Columns.Select(c => $"\"{c.Name}\" {Declared(c.Type)}{(c.Nullable ? "" : " NOT NULL")}");
        var key = table.Key.IsEmpty ? $"UNIQUE (\"{table.Columns[0].Name}\")" : $"PRIMARY KEY ({string.Join(", ", table.Key.Select(k => $"\"{table.Columns[k].Name}\""))})";
        return database.ExecuteAsync($"CREATE TABLE \"{table.Name.Table}\" ({string.Join(", ", columns)}, {key})");
    }

    public Task AddColumnAsync(string table, ColumnDefinition column) => database.ExecuteAsync($"ALTER TABLE \"{table}\" ADD COLUMN \"{column.Name}\" {Declared(column.Type)}");

    public async Task<ISourceTransaction> BeginAsync()
    {
        var connection = await database.OpenAsync();
        return new Transaction(this, connection, await connection.BeginTransactionAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    // PostgreSQL has microseconds, keeps the instant of a zoned time without its offset, and its timestamp(0) is read as DATE.
    private static bool Holds(OracleType type, Datum value) => value.Kind switch
    {
        DatumKind.Timestamp => value.AsTimestamp.Nanoseconds % 1000 == 0 && type is not TimestampType { Precision: 0 },
        DatumKind.TimestampTz => value.AsTimestampTz.OffsetMinutes == 0,
        _ => true,
    };

    private static string Declared(OracleType type) => type switch
    {
        NumberType { Precision: { } precision } number => $"numeric({precision},{number.Scale})",
        NumberType => "numeric",
        TextType text => $"varchar({text.Length})",
        CharType text => $"char({text.Length})",
        ClobType => "text",
        RawType or BlobType => "bytea",
        DateType => "timestamp(0)",
        TimestampType time => $"timestamp({Math.Min(time.Precision, 6)})",
        TimestampTzType time => $"timestamptz({Math.Min(time.Precision, 6)})",
        BinaryFloatType => "real",
        BinaryDoubleType => "double precision",
        _ => throw new ArgumentException($"{type} has no type in PostgreSQL", nameof(type)),
    };

    private sealed class Transaction(PostgreSqlSourceDatabase owner, NpgsqlConnection connection, NpgsqlTransaction transaction) : ISourceTransaction
    {
        public Task InsertAsync(string table, Datum[] row) =>
            RunAsync($"INSERT INTO \"{table}\" VALUES ({string.Join(", ", row.Select((value, i) => Literal(value, Schema(table).Columns[i].Type)))})");

        public Task UpdateAsync(string table, Datum[] key, Datum[] row) =>
            RunAsync($"UPDATE \"{table}\" SET {string.Join(", ", row.Select((value, i) => $"\"{Schema(table).Columns[i].Name}\" = {Literal(value, Schema(table).Columns[i].Type)}"))} WHERE {Where(table, key)}");

        public Task DeleteAsync(string table, Datum[] key) => RunAsync($"DELETE FROM \"{table}\" WHERE {Where(table, key)}");

        public Task CommitAsync() => transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }

        private TableSchema Schema(string table) => owner._tables[table];

        private string Where(string table, Datum[] key) =>
            string.Join(" AND ", Schema(table).Key.Select((k, i) => $"\"{Schema(table).Columns[k].Name}\" = {Literal(key[i], Schema(table).Columns[k].Type)}"));

        // Texts as PostgreSQL's documentation writes them, without the product's own forms.
        private static string Literal(Datum value, OracleType type) => value.Kind switch
        {
            DatumKind.Null => "NULL",
            DatumKind.Number => value.ToString(),
            DatumKind.Raw => $"decode('{Convert.ToBase64String(value.AsRaw)}', 'base64')",
            DatumKind.Text => $"'{value.AsText.Replace("'", "''", StringComparison.Ordinal)}'",
            _ => $"'{value}'::{Declared(type)}",
        };

        private async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            (await command.ExecuteNonQueryAsync()).Should().Be(1);
        }
    }
}
