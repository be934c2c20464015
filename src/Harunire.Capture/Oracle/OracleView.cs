using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Harunire.Capture.Polling;
using Harunire.Model.Errors;
using Harunire.Model.Rows;

namespace Harunire.Capture.Oracle;

/// <summary>The tables as of one SCN, each statement by flashback query; no transaction is held.</summary>
internal sealed class OracleView(OraclePoll poll, IReadOnlyDictionary<TableSchema, OracleTable> tables, TimeProvider clock) : ISourceView, IPollingView
{
    private readonly OracleSession _session = poll.Session;

    public long Scn => poll.Scn;

    public async Task<SnapshotChunk> ReadChunkAsync(TableSchema table, SnapshotKey? after, int maxRows, CancellationToken cancellationToken)
    {
        var described = tables[table];
        var started = clock.GetTimestamp();
        var rows = await GuardedAsync(
            described,
            async () => await OracleRows.ReadAsync(poll, OracleChunk.Statement(described, after, (long)maxRows + 1, poll.Scn), described, cancellationToken).ToListAsync(cancellationToken));
        await PaceAsync(rows.Count, started, cancellationToken);
        var isLast = rows.Count <= maxRows;
        var taken = isLast ? rows : rows.GetRange(0, maxRows);
        return new SnapshotChunk([.. taken.Select(row => row.Row)], taken.Count == 0 ? null : taken[^1].Place, isLast);
    }

    public async Task<CaptureGap?> FindGapAsync(ReadPosition position, CancellationToken cancellationToken)
    {
        var table = tables[position.Table];
        var mark = OracleMark.Parse(position.Mark);
        var definition = poll.DefinitionOf(table);
        if (mark is null)
        {
            return new CaptureGap(position.Table, position.AfterScn, "it is not known how the table was defined at the last position");
        }

        if (definition.Text != mark.Fingerprint)
        {
            await RequireColumnsAsync(table, cancellationToken);
            return new CaptureGap(position.Table, position.AfterScn, "DDL, TRUNCATE or a partition exchange since the last position");
        }

        return !mark.IsSettled ? new CaptureGap(position.Table, position.AfterScn, "DDL within seconds of the last position")
            : table.Options.Strategy == FlashbackStrategy.Name ? await GuardedAsync(table, () => FindUndoGapAsync(position, mark, cancellationToken))
            : null;
    }

    public async IAsyncEnumerable<RowChange> ReadChangesAsync(ReadPosition position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = tables[position.Table];
        var changes = OracleStrategies.Of(table).ReadAsync(poll, table, position.AfterScn, OracleMark.Parse(position.Mark), cancellationToken);
        await using var each = changes.GetAsyncEnumerator(cancellationToken);
        while (await GuardedAsync(table, async () => await each.MoveNextAsync()))
        {
            yield return each.Current;
        }
    }

    /// <summary>For tables whose strategy gives whole changes. Without marks, DDL since <paramref name="afterScn"/> is not noticed: capture reads by positions.</summary>
    public async IAsyncEnumerable<RowChange> ReadChangesAsync(IReadOnlyList<TableSchema> wanted, long afterScn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = new List<RowChange>();
        foreach (var table in wanted)
        {
            changes.AddRange(await ReadChangesAsync(new ReadPosition(table, afterScn, null), cancellationToken).ToListAsync(cancellationToken));
        }

        foreach (var change in changes.OrderBy(c => c.Scn))
        {
            yield return change;
        }
    }

    public async Task<string> MarkOfAsync(TableSchema table, CancellationToken cancellationToken)
    {
        var described = tables[table];
        var definition = poll.DefinitionOf(described);
        return new OracleMark
        {
            Fingerprint = definition.Text,
            IsSettled = definition.IsSettled,
            UtcMicroseconds = poll.UtcMicroseconds,
            OffsetMinutes = poll.OffsetMinutes,
            OldestLocalMicroseconds = poll.OldestLocalMicroseconds,
            Loads = described.Options.Strategy == MaterializedViewLogStrategy.Name
                ? [.. (await GuardedAsync(described, async () => await MaterializedViewLogStrategy.LoadsAsync(poll, described, cancellationToken))).Select(load => load.Name)]
                : [],
        }.ToString();
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task<CaptureGap?> FindUndoGapAsync(ReadPosition position, OracleMark mark, CancellationToken cancellationToken)
    {
        var age = (poll.UtcMicroseconds - mark.UtcMicroseconds) / 1_000_000;
        if (await poll.UndoSecondsAsync(cancellationToken) is { } kept && age > kept)
        {
            return new CaptureGap(position.Table, position.AfterScn, string.Create(CultureInfo.InvariantCulture, $"the last position is {age} s old, and undo is kept for {kept} s"));
        }

        return await poll.NologgingScnAsync(cancellationToken) > position.AfterScn
            ? new CaptureGap(position.Table, position.AfterScn, "a NOLOGGING direct-path load since the last position")
            : null;
    }

    private async Task RequireColumnsAsync(OracleTable table, CancellationToken cancellationToken)
    {
        if (!await GuardedAsync(table, () => new OracleDictionary(_session, poll.Options).IsUnchangedAsync(table, cancellationToken)))
        {
            throw new HarunireException(CaptureErrors.TableChanged, "a captured column is gone or has another type", poll.Subject(table));
        }
    }

    // A limit on the rows a second, so that a snapshot leaves the source to its users.
    private async Task PaceAsync(int rows, long started, CancellationToken cancellationToken)
    {
        if (poll.Options.RowsPerSecond is { } limit)
        {
            var rest = TimeSpan.FromSeconds((double)rows / limit) - clock.GetElapsedTime(started);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, clock, cancellationToken);
            }
        }
    }

    private async Task<T> GuardedAsync<T>(OracleTable table, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (DbException failure)
        {
            throw OracleFailure.ToError(failure, poll.Subject(table), $"GRANT SELECT, FLASHBACK ON {table.Quoted} TO <user>");
        }
    }
}
