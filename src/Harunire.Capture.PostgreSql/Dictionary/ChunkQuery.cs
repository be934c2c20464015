using System.Globalization;
using Harunire.Capture.PostgreSql.Sessions;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Dictionary;

/// <summary>Reads rows of a captured table in a read transaction.</summary>
internal sealed class ChunkQuery(NpgsqlConnection connection, NpgsqlTransaction transaction, string source)
{
    /// <summary>The next rows in key order.</summary>
    public async Task<SnapshotChunk> ReadAsync(PostgreSqlTable table, SnapshotKey? after, int maxRows, CancellationToken cancellationToken)
    {
        var key = table.KeyColumns.ToList();
        var order = string.Join(", ", key.Select(column => column.Order));
        var where = after is null ? "" : $" WHERE ({order}) > ({string.Join(", ", key.Select((column, i) => column.Bound(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"))))})";
        string[] bounds = after is null ? [] : [.. key.Select((column, i) => column.Write((Datum)after.Parts[i]))];
        var rows = await RowsAsync(table, $"{where} ORDER BY {order} LIMIT {(long)maxRows + 1}", bounds, cancellationToken).ToListAsync(cancellationToken);
        var isLast = rows.Count <= maxRows;
        if (!isLast)
        {
            rows.RemoveAt(maxRows);
        }

        return new SnapshotChunk(rows, rows.Count == 0 ? null : table.KeyOf(rows[^1]), isLast);
    }

    /// <summary>The rows of a table <c>t</c> that the rest of the statement leaves.</summary>
    public async IAsyncEnumerable<Datum[]> RowsAsync(
        PostgreSqlTable table, string rest, IReadOnlyList<string> parameters, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT {string.Join(", ", table.Columns.Select(column => column.Select))} FROM ONLY {table.Quoted} t{rest}", connection, transaction);
        command.CommandTimeout = 0;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        }

        await using var reader = await GuardedAsync(table, () => command.ExecuteReaderAsync(cancellationToken));
        while (await GuardedAsync(table, () => reader.ReadAsync(cancellationToken)))
        {
            yield return Row(table, reader);
        }
    }

    private Datum[] Row(PostgreSqlTable table, NpgsqlDataReader reader)
    {
        var row = new Datum[table.Columns.Length];
        for (var i = 0; i < row.Length; i++)
        {
            try
            {
                row[i] = table.Columns[i].Read(reader.IsDBNull(i) ? null : reader.GetString(i));
            }
            catch (HarunireException failure) when (failure.Code == CaptureErrors.BadValue)
            {
                var key = string.Join(", ", table.Schema.Key.Select(k => $"{table.Schema.Columns[k].Name} = {(reader.IsDBNull(k) ? "NULL" : reader.GetString(k))}"));
                throw new HarunireException([.. failure.Diagnostics.Select(d => d with { Subject = $"{source}, {table.Schema.Name}.{d.Subject} in the row with {key}" })], failure);
            }
        }

        return row;
    }

    private async Task<T> GuardedAsync<T>(PostgreSqlTable table, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, $"{source}, {table.Schema.Name}");
        }
    }
}
