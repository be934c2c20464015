using System.Globalization;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Capture.PostgreSql.Replication;
using Harunire.Capture.PostgreSql.Sessions;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Npgsql;

namespace Harunire.Capture.PostgreSql;

/// <summary>The database at one moment: a snapshot for rows, a mark in the log for changes.</summary>
internal sealed class PostgreSqlSourceView(PostgreSqlSource source, NpgsqlConnection connection, NpgsqlTransaction transaction, ViewMoment moment) : ISourceView
{
    public long Scn => moment.Mark.Scn;

    public async Task<SnapshotChunk> ReadChunkAsync(TableSchema table, SnapshotKey? after, int maxRows, CancellationToken cancellationToken)
    {
        if (moment.Snapshot.Oldest < moment.SettledAt)
        {
            throw await StillRunningAsync(cancellationToken);
        }

        var described = source.TableOf(table);
        var rows = new List<Datum[]>(Math.Min(maxRows, 100_000));
        try
        {
            await using var command = Chunk(described, after, maxRows);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                if (rows.Count == maxRows)
                {
                    return Read(isLast: false);
                }

                rows.Add(Row(described, reader));
            }
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, $"{source.Name}, {table.Name}");
        }

        return Read(isLast: true);

        SnapshotChunk Read(bool isLast) => new(rows, rows.Count == 0 ? null : described.KeyOf(rows[^1]), isLast) { Horizon = new ChunkHorizon(moment.Confirmed, moment.Snapshot) };
    }

    public IAsyncEnumerable<RowChange> ReadChangesAsync(IReadOnlyList<TableSchema> tables, long afterScn, CancellationToken cancellationToken) =>
        source.ReadChangesAsync(tables, afterScn, moment, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private NpgsqlCommand Chunk(PostgreSqlTable table, SnapshotKey? after, int maxRows)
    {
        var key = table.KeyColumns.ToList();
        var order = string.Join(", ", key.Select(column => column.Order));
        var where = after is null ? "" : $" WHERE ({order}) > ({string.Join(", ", key.Select((column, i) => column.Bound(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"))))})";
        var command = new NpgsqlCommand($"SELECT {string.Join(", ", table.Columns.Select(column => column.Select))} FROM ONLY {table.Quoted} t{where} ORDER BY {order} LIMIT {(long)maxRows + 1}", connection, transaction);
        command.CommandTimeout = 0;
        for (var i = 0; after is not null && i < key.Count; i++)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = key[i].Write((Datum)after.Parts[i]) });
        }

        return command;
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
                throw new HarunireException([.. failure.Diagnostics.Select(d => d with { Subject = $"{source.Name}, {table.Schema.Name}.{d.Subject} in the row with {key}" })], failure);
            }
        }

        return row;
    }

    private async Task<HarunireException> StillRunningAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pid, usename, application_name, state, xact_start FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() ORDER BY xact_start LIMIT 1", connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var who = await reader.ReadAsync(cancellationToken)
            ? $"the oldest is that of process {reader.GetInt32(0)} ({string.Join(", ", Enumerable.Range(1, 4).Where(i => !reader.IsDBNull(i)).Select(i => string.Create(CultureInfo.InvariantCulture, $"{reader.GetValue(i)}")))})"
            : "pg_stat_activity does not show them: a prepared transaction (pg_prepared_xacts)?";
        return new HarunireException(CaptureErrors.StillRunning, $"transactions that ran when capture began have not ended; {who}", source.Name) { IsTransient = true };
    }
}
