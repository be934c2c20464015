using System.Runtime.CompilerServices;
using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Verify;
using Harunire.Verify.Comparison;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification;

/// <summary>The table that the old batch fills, read inside the connection's transaction; values typed as declared.</summary>
internal sealed class LegacyTable
{
    private readonly SqliteConnection _connection;
    private readonly TableSchema _schema;

    private LegacyTable(SqliteConnection connection, TableSchema schema) => (_connection, _schema) = (connection, schema);

    public string Name => _schema.Name.Table;

    public IReadOnlyList<ColumnDefinition> Columns => _schema.Columns;

    /// <param name="written">As the mapping names it; an owner before the dot has no meaning in SQLite.</param>
    /// <param name="database">For messages.</param>
    public static async Task<LegacyTable> FindAsync(SqliteConnection connection, string written, string database, CancellationToken cancellationToken)
    {
        var table = written[(written.LastIndexOf('.') + 1)..];
        var column = FirstColumn(connection, table) ?? throw Missing(connection, written, table, database);

        // The dictionary wants a key; a legacy table needs none here, for the mapping's target says how rows are paired.
        var source = new SqliteSource(SqliteFactory.Instance, connection.ConnectionString, database);
        var schemas = await source.DescribeAsync([new TableRequest(table, [column])], cancellationToken);
        return new LegacyTable(connection, schemas[0]);
    }

    /// <summary>All rows in the order of the key, sorted on disk where they are many; only paired columns are read, the others are NULL.</summary>
    public IAsyncEnumerable<Datum[]> ReadAsync(IReadOnlyList<ComparedColumn> columns, CancellationToken cancellationToken) =>
        new RowSorter(SqliteFactory.Instance).SortAsync(ScanAsync(columns, cancellationToken), [.. columns.Where(c => c.IsKey).Select(c => c.LegacyOrdinal)], Name, cancellationToken);

    private async IAsyncEnumerable<Datum[]> ScanAsync(IReadOnlyList<ComparedColumn> columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = columns.Select(c => c.LegacyOrdinal).ToHashSet();
        await using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", _schema.Columns.Select((c, i) => wanted.Contains(i) ? Quote(c.Name) : "NULL"))} FROM {Quote(Name)}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new Datum[_schema.Columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Read(reader, i);
            }

            yield return row;
        }
    }

    private Datum Read(SqliteDataReader reader, int ordinal)
    {
        try
        {
            return StoredValue.Read(reader.GetValue(ordinal), _schema.Columns[ordinal].Type);
        }
        catch (HarunireException failure)
        {
            throw new HarunireException(failure.Diagnostics[0] with { Subject = $"{Name}.{_schema.Columns[ordinal].Name}" }, failure);
        }
    }

    private static string? FirstColumn(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info(@table) ORDER BY cid LIMIT 1";
        command.Parameters.AddWithValue("@table", table);
        return (string?)command.ExecuteScalar();
    }

    private static HarunireException Missing(SqliteConnection connection, string written, string table, string database)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'harunire\\_%' ESCAPE '\\' ORDER BY name";
        using var reader = command.ExecuteReader();
        var known = new List<string>();
        while (reader.Read())
        {
            known.Add(reader.GetString(0));
        }

        var hint = NearestName.Find(table, known) is { } nearest ? $"did you mean {nearest}?"
            : known.Count == 0 ? "the database has no tables: is it the right file?"
            : $"it has: {string.Join(", ", known.Take(20))}{(known.Count > 20 ? ", ..." : "")}";
        return new HarunireException(VerifyErrors.NoLegacyTable, $"{database} has no table {table}", written, hint);
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
