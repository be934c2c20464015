using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Testing.Servers;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Harunire.EndToEnd.Tests.Legacy;

/// <summary>The source tables of a sample database in Oracle-typed tables of IvorySQL, and the legacy tables that its package fills.</summary>
internal sealed class OracleMirror : IDisposable
{
    private const int IvorySqlFractionDigits = 6;

    private readonly SampleDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly IReadOnlyList<TableSchema> _sources;
    private readonly IReadOnlyList<TableSchema> _legacy;
    private readonly Dictionary<string, Dictionary<string, string?[]>> _copied = new(StringComparer.OrdinalIgnoreCase);

    private OracleMirror(SampleDatabase database, NpgsqlConnection connection, IReadOnlyList<TableSchema> sources, IReadOnlyList<TableSchema> legacy)
    {
        (_database, _connection, _sources, _legacy) = (database, connection, sources, legacy);
        foreach (var table in sources)
        {
            _copied[table.Name.Table] = SqliteRows(table).ToDictionary(row => Key(table, row), StringComparer.Ordinal);
            Copy(table, _copied[table.Name.Table].Values);
        }
    }

    public static async Task<OracleMirror> CreateAsync(IvorySqlServer server, string schema, SampleDatabase database, string schemaScript, string legacyScript, CancellationToken cancellationToken)
    {
        await using var source = new SqliteSource(SqliteFactory.Instance, database.Connection.ConnectionString, "shop");
        async Task<IReadOnlyList<TableSchema>> Describe(IEnumerable<string> names) =>
            await source.DescribeAsync([.. names.Select(n => new TableRequest(n, []))], cancellationToken);
        server.RunScript(schema, $"CREATE SCHEMA {schema};\n{schemaScript}\n{legacyScript}");
        return new OracleMirror(database, server.Open(schema), await Describe(database.SourceTables), await Describe(database.LegacyTables));
    }

    /// <summary>Makes the changes that the sample database has seen since the last copy, row by row, in one transaction.</summary>
    public (int Inserted, int Updated, int Deleted) Follow()
    {
        var counts = (Inserted: 0, Updated: 0, Deleted: 0);
        using var transaction = _connection.BeginTransaction();
        foreach (var table in _sources)
        {
            var before = _copied[table.Name.Table];
            var after = SqliteRows(table).ToDictionary(row => Key(table, row), StringComparer.Ordinal);
            foreach (var (key, row) in before.Where(b => !after.ContainsKey(b.Key)))
            {
                Execute($"DELETE FROM {table.Name.Table} WHERE {Matches(table, row)}");
                counts.Deleted++;
            }

            foreach (var (key, row) in after)
            {
                if (!before.TryGetValue(key, out var old))
                {
                    Execute($"INSERT INTO {table.Name.Table} ({Names(table)}) VALUES ({string.Join(", ", row.Select(Literal))})");
                    counts.Inserted++;
                }
                else if (!old.SequenceEqual(row, StringComparer.Ordinal))
                {
                    Execute($"UPDATE {table.Name.Table} SET {string.Join(", ", table.Columns.Select((c, i) => $"{c.Name} = {Literal(row[i])}"))} WHERE {Matches(table, row)}");
                    counts.Updated++;
                }
            }

            _copied[table.Name.Table] = after;
        }

        transaction.Commit();
        return counts;
    }

    /// <summary>Runs a package's procedure, outside of a transaction: it commits itself.</summary>
    public void Call(string procedure) => Execute($"CALL {procedure}()");

    public IEnumerable<(string Table, List<string> Batch, List<string> Package)> LegacyRows() =>
        _legacy.Select(table => (table.Name.Table, Sorted(table, SqliteRows(table)), Sorted(table, OracleRows(table))));

    public void Dispose() => _connection.Dispose();

    // Both sides at the column's declared scale: IvorySQL divides to 20 digits, Oracle to 40.
    private static List<string> Sorted(TableSchema table, IEnumerable<string?[]> rows) =>
        [.. rows.Select(row => string.Join('|', row.Select((cell, i) => Scaled(cell, table.Columns[i].Type)))).Order(StringComparer.Ordinal)];

    private static string Scaled(string? cell, OracleType type) => (cell, type) switch
    {
        (null, _) => "NULL",
        (_, NumberType { Scale: { } scale }) => OracleNumber.Parse(cell).Round(scale).ToString(),
        _ => cell,
    };

    private IEnumerable<string?[]> SqliteRows(TableSchema table) =>
        _database.Rows($"SELECT {Names(table)} FROM {table.Name.Table}").Select(row => row.Select((cell, i) => Text(cell, table.Columns[i].Type)).ToArray());

    private List<string?[]> OracleRows(TableSchema table)
    {
        using var command = new NpgsqlCommand($"SELECT {Names(table)} FROM {table.Name.Table}", _connection) { AllResultTypesAreUnknown = true };
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i), table.Columns[i].Type))]);
        }

        return rows;
    }

    private static string? Text(object? cell, OracleType type) => StoredValue.Read(cell, type) switch
    {
        { IsNull: true } => null,
        var value when type is TimestampType => value.AsTimestamp.ToString(9)[..^(9 - IvorySqlFractionDigits)],
        var value => value.ToString(),
    };

    private void Copy(TableSchema table, IEnumerable<string?[]> rows)
    {
        using var copy = _connection.BeginTextImport($"COPY {table.Name.Table} ({Names(table)}) FROM STDIN");
        foreach (var row in rows)
        {
            copy.Write(string.Join('\t', row.Select(CopyField)) + "\n");
        }
    }

    private static string CopyField(string? cell) => cell is null
        ? "\\N"
        : cell.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.ExecuteNonQuery();
    }

    private static string Names(TableSchema table) => string.Join(", ", table.Columns.Select(c => c.Name));

    private static string Key(TableSchema table, string?[] row) => string.Join('|', table.Key.Select(k => row[k]));

    private static string Matches(TableSchema table, string?[] row) => string.Join(" AND ", table.Key.Select(k => $"{table.Columns[k].Name} = {Literal(row[k])}"));

    private static string Literal(string? cell) => cell is null ? "NULL" : $"'{cell.Replace("'", "''", StringComparison.Ordinal)}'";
}
