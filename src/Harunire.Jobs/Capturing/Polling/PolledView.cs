using System.Runtime.CompilerServices;
using Harunire.Capture;
using Harunire.Capture.Polling;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing.Polling;

/// <summary>One poll: changes as the source tells them, completed; or the difference to what was published.</summary>
internal sealed class PolledView(
    IPollingSource source, IPollingView view, PollingState state, ITopicLog log, ISchemaRegistry registry, PollingSettings settings, TimeProvider clock) : ISourceView
{
    public long Scn => view.Scn;

    private long Now => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public async Task<SnapshotChunk> ReadChunkAsync(TableSchema table, SnapshotKey? after, int maxRows, CancellationToken cancellationToken)
    {
        var chunk = await view.ReadChunkAsync(table, after, maxRows, cancellationToken);
        if (after is null)
        {
            state.Reset(table);
            state.KeepMark(table, view.Scn, isSnapshot: true, await view.MarkOfAsync(table, cancellationToken));
        }

        return chunk;
    }

    public async IAsyncEnumerable<RowChange> ReadChangesAsync(IReadOnlyList<TableSchema> tables, long afterScn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = new List<RowChange>();
        foreach (var table in tables)
        {
            changes.AddRange(await ReadTableAsync(table, afterScn, cancellationToken));
            state.KeepMark(table, view.Scn, isSnapshot: false, await view.MarkOfAsync(table, cancellationToken));
            state.ForgetMarks(table, afterScn);
        }

        foreach (var change in changes.OrderBy(change => change.Scn))
        {
            yield return change;
        }
    }

    public ValueTask DisposeAsync() => view.DisposeAsync();

    private async Task<List<RowChange>> ReadTableAsync(TableSchema table, long afterScn, CancellationToken cancellationToken)
    {
        if (source.ReadingOf(table) == ChangeReading.WholeTable)
        {
            return await DiffAsync(table, cancellationToken);
        }

        var mark = state.FindMark(table, afterScn);
        var position = new ReadPosition(table, Math.Max(afterScn, mark?.Scn ?? afterScn), mark?.Mark);
        if (await view.FindGapAsync(position, cancellationToken) is { } gap)
        {
            return await RepairAsync(table, gap.Reason, cancellationToken);
        }

        try
        {
            var changes = await ReadHistoryAsync(position, cancellationToken);
            return IsAuditDue(table) ? await AuditAsync(table, changes, cancellationToken) : changes;
        }
        catch (HarunireException failure) when (failure.Code == CaptureErrors.ChangeGap)
        {
            return await RepairAsync(table, failure.Diagnostics[0].Message, cancellationToken);
        }
    }

    private async Task<List<RowChange>> ReadHistoryAsync(ReadPosition position, CancellationToken cancellationToken)
    {
        var published = source.ReadingOf(position.Table) == ChangeReading.ChangedRows ? await PublishedAsync(position.Table, cancellationToken) : null;
        var changes = new List<RowChange>();
        await foreach (var change in view.ReadChangesAsync(position, cancellationToken))
        {
            if ((published is null ? change : published.Complete(change)) is { } whole)
            {
                changes.Add(whole);
            }
        }

        return changes;
    }

    private async Task<List<RowChange>> RepairAsync(TableSchema table, string reason, CancellationToken cancellationToken)
    {
        var changes = await DiffAsync(table, cancellationToken);
        settings.Told?.Invoke(new PollingReport(table.Name.ToString(), reason, changes.Count, 0));
        return changes;
    }

    // All differences hold what the strategy told too; what it did not tell is what it misses.
    private async Task<List<RowChange>> AuditAsync(TableSchema table, List<RowChange> told, CancellationToken cancellationToken)
    {
        var all = await DiffAsync(table, cancellationToken);
        var known = told.Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        settings.Told?.Invoke(new PollingReport(table.Name.ToString(), null, all.Count, all.LongCount(change => !known.Contains(KeyOf(change)))));
        state.KeepAudit(table, Now);
        return all;
    }

    private bool IsAuditDue(TableSchema table) =>
        settings.Audit is { } every
        && !source.ContractOf(table).SeesDeletes
        && Now - (state.LastAudit(table) ?? 0) >= every.TotalMicroseconds;

    private async Task<List<RowChange>> DiffAsync(TableSchema table, CancellationToken cancellationToken) =>
        await (await PublishedAsync(table, cancellationToken)).DiffAsync(view, settings.ChunkRows, cancellationToken).ToListAsync(cancellationToken);

    private Task<PublishedTable> PublishedAsync(TableSchema table, CancellationToken cancellationToken) =>
        PublishedTable.ReadAsync(state, table, log, registry, settings.Prefix, cancellationToken);

    private static string KeyOf(RowChange change) => Convert.ToHexString(PollingState.KeyOf(change.Table, change.After ?? change.Before));
}
