using System.Runtime.CompilerServices;
using Dapper;
using Harunire.Capture.Polling;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Capture.PostgreSql.Sessions;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Polling;

/// <summary>One repeatable read: all tables as of one moment, by SELECT alone.</summary>
internal sealed class PostgreSqlPollView(PostgreSqlPollingSource source, NpgsqlConnection connection, NpgsqlTransaction transaction, PollMoment moment) : IPollingView, ISourceView
{
    private readonly ChunkQuery _chunks = new(connection, transaction, source.Name);

    public long Scn => moment.Scn;

    public Task<SnapshotChunk> ReadChunkAsync(TableSchema table, SnapshotKey? after, int maxRows, CancellationToken cancellationToken) =>
        _chunks.ReadAsync(source.TableOf(table), after, maxRows, cancellationToken);

    public async Task<CaptureGap?> FindGapAsync(ReadPosition position, CancellationToken cancellationToken) =>
        PollMark.Parse(position.Mark) is not { } mark ? new CaptureGap(position.Table, position.AfterScn, "it is not known how the table was defined at the last position")
        : mark.Definition != await DefinitionAsync(position.Table) ? new CaptureGap(position.Table, position.AfterScn, "DDL, TRUNCATE or a rewrite of the table since the last position")
        : null;

    public async IAsyncEnumerable<RowChange> ReadChangesAsync(ReadPosition position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = source.TableOf(position.Table);
        WatermarkColumn.Check(table, moment, $"{source.Name}, {table.Schema.Name}");
        var bound = WatermarkColumn.Bound(table, PollMark.Parse(position.Mark)!);
        await foreach (var row in _chunks.RowsAsync(table, WatermarkColumn.Condition(table), [bound], cancellationToken))
        {
            yield return new RowChange(table.Schema, ChangeOperation.Update, table.KeyOf(row), null, row, Scn, null);
        }
    }

    /// <summary>Nothing: without the published rows a poll tells no changes.</summary>
    public IAsyncEnumerable<RowChange> ReadChangesAsync(IReadOnlyList<TableSchema> tables, long afterScn, CancellationToken cancellationToken) => AsyncEnumerable.Empty<RowChange>();

    public async Task<string> MarkOfAsync(TableSchema table, CancellationToken cancellationToken) => new PollMark(await DefinitionAsync(table), moment.OldestMicroseconds).ToString();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    // A truncated or rewritten table has another file.
    private async Task<string> DefinitionAsync(TableSchema table)
    {
        try
        {
            return (await connection.ExecuteScalarAsync<string>(
                """
                SELECT c.relfilenode || ':' || (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                FROM pg_class c WHERE c.oid = @oid
                """,
                new { oid = (long)source.TableOf(table).Oid },
                transaction)) ?? throw new HarunireException(CaptureErrors.UnknownTable, "the table is gone", $"{source.Name}, {table.Name}");
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, $"{source.Name}, {table.Name}");
        }
    }
}
