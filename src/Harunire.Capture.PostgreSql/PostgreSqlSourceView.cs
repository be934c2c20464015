using System.Globalization;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
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

        var chunk = await new ChunkQuery(connection, transaction, source.Name).ReadAsync(source.TableOf(table), after, maxRows, cancellationToken);
        return chunk with { Horizon = new ChunkHorizon(moment.Confirmed, moment.Snapshot) };
    }

    public IAsyncEnumerable<RowChange> ReadChangesAsync(IReadOnlyList<TableSchema> tables, long afterScn, CancellationToken cancellationToken) =>
        source.ReadChangesAsync(tables, afterScn, moment, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
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
