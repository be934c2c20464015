using System.Globalization;
using System.Runtime.CompilerServices;
using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Dialects.Sqlite;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification.Sides;

/// <summary>One read transaction over a SQLite database.</summary>
internal class SqliteSide : IComparedDatabase
{
    private readonly SqliteTransaction _transaction;

    /// <param name="connection">Open, with Oracle's functions registered; closed with this.</param>
    /// <param name="name">For messages.</param>
    public SqliteSide(SqliteConnection connection, string name)
    {
        (Connection, Name) = (connection, name);
        _transaction = connection.BeginTransaction(deferred: true);

        // A first read fixes the moment.
        Number("SELECT count(*) FROM sqlite_schema");
    }

    protected SqliteConnection Connection { get; }

    protected string Name { get; }

    /// <summary>An owner before the dot has no meaning in SQLite.</summary>
    public async Task<LegacyTable> FindTableAsync(string written, CancellationToken cancellationToken)
    {
        var table = written[(written.LastIndexOf('.') + 1)..];
        var column = FirstColumn(table) ?? throw LegacyTable.Missing(written, table, Name, Tables());

        // The dictionary wants a key, whatever it is.
        var source = new SqliteSource(SqliteFactory.Instance, Connection.ConnectionString, Name);
        var schema = (await source.DescribeAsync([new TableRequest(table, [column])], cancellationToken))[0];
        return new LegacyTable(schema, (wanted, stop) => ScanAsync(schema, wanted, stop));
    }

    public async Task<IReadOnlyList<IReadOnlyList<string?>>> AskAsync(string query, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = Connection.CreateCommand();
            command.CommandText = query;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<IReadOnlyList<string?>>();
            while (rows.Count < 2 && await reader.ReadAsync(cancellationToken))
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
            }

            return rows;
        }
        catch (SqliteException failure)
        {
            throw new HarunireException(CaptureErrors.Unreachable, failure.Message, Name, inner: failure);
        }
    }

    /// <summary>A single key is asked for by key. For more, the query runs once: SQLite finds no index behind Oracle's functions, so each question would scan the tables again.</summary>
    public async IAsyncEnumerable<Datum[]> RunAsync(BoundQuery query, int[] keyOrdinals, IReadOnlyList<Datum[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = keys.Count == 1 ? new SqlitePrinter().PrintByKey(query, keyOrdinals) : new SqlitePrinter().Print(query);
        for (var i = 0; keys.Count == 1 && i < keyOrdinals.Length; i++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"@k{i}"), StoredValue.Write(keys[0][i], query.Columns[keyOrdinals[i]].Type) ?? DBNull.Value);
        }

        var types = query.Columns.Select(c => c.Type).ToArray();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new Datum[types.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = StoredValue.Read(reader.GetValue(i), types[i]);
            }

            yield return row;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    protected long Number(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private async IAsyncEnumerable<Datum[]> ScanAsync(TableSchema schema, IReadOnlySet<int> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", schema.Columns.Select((c, i) => wanted.Contains(i) ? Quote(c.Name) : "NULL"))} FROM {Quote(schema.Name.Table)}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new Datum[schema.Columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Read(reader, schema, i);
            }

            yield return row;
        }
    }

    private static Datum Read(SqliteDataReader reader, TableSchema schema, int ordinal)
    {
        try
        {
            return StoredValue.Read(reader.GetValue(ordinal), schema.Columns[ordinal].Type);
        }
        catch (HarunireException failure)
        {
            throw new HarunireException(failure.Diagnostics[0] with { Subject = $"{schema.Name.Table}.{schema.Columns[ordinal].Name}" }, failure);
        }
    }

    private string? FirstColumn(string table)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info(@table) ORDER BY cid LIMIT 1";
        command.Parameters.AddWithValue("@table", table);
        return (string?)command.ExecuteScalar();
    }

    private List<string> Tables()
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'harunire\\_%' ESCAPE '\\' ORDER BY name";
        using var reader = command.ExecuteReader();
        var known = new List<string>();
        while (reader.Read())
        {
            known.Add(reader.GetString(0));
        }

        return known;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
