using Harunire.Capture;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing;

/// <summary>Publishes a source's tables: first all rows in chunks, then the changes, cut by cut. Not for several threads.</summary>
public sealed class CaptureJob(
    ISourceReader source,
    IReadOnlyList<TableRequest> requests,
    ITopicLog log,
    ISchemaRegistry registry,
    CaptureSettings settings,
    TimeProvider clock)
{
    private BlockPublisher? _publisher;
    private IReadOnlyList<TableSchema> _tables = [];
    private CapturePosition _position = CapturePosition.Start;
    private CaptureTotals _totals = new(0, 0, 0, -1);

    /// <summary>What this job has published so far.</summary>
    public CaptureTotals Totals => _totals;

    /// <summary>The tables as captured; empty before <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<TableSchema> Tables => _tables;

    /// <summary>Describes the tables, makes the topics and finds the last position. HAR8102 where a table's shape has changed.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _tables = await source.DescribeAsync(requests, cancellationToken);
        var publisher = await BlockPublisher.CreateAsync(_tables, log, registry, settings, clock, cancellationToken);
        _position = await publisher.TakeOverAsync(cancellationToken) ?? CapturePosition.Start;
        foreach (var table in _tables)
        {
            var name = table.Name.ToString();
            var known = _position.Of(name);
            if (known.Shape.Length > 0 && TableShape.Difference(known.Shape, table) is { } difference)
            {
                throw new HarunireException(JobErrors.TableSetChanged, difference, $"{source.Name}, {name}");
            }

            _position = _position with { Tables = _position.Tables.SetItem(name, known with { Shape = TableShape.Of(table) }) };
        }

        if (_position.LastCutScn < 0 && _position.Tables.Values.All(table => !table.SnapshotDone && table.Chunks.Count == 0))
        {
            await source.BeginAnewAsync(cancellationToken);
        }

        _totals = _totals with { LastScn = _position.LastCutScn };
        _publisher = publisher;
    }

    /// <summary>Publishes the next chunk of a snapshot, or the changes since the last cut, in one block or several.</summary>
    public async Task<PollOutcome> PollOnceAsync(CancellationToken cancellationToken = default)
    {
        if (_publisher is null)
        {
            await StartAsync(cancellationToken);
        }

        var outcome = await PollViewAsync(cancellationToken);
        if (outcome.Kind == PollKind.Cut)
        {
            await source.AcknowledgeAsync(outcome.Scn, cancellationToken);
        }

        if (outcome.Kind != PollKind.SnapshotPart && settings.Retention is { } retention)
        {
            await retention.TrimAsync([.. _tables.Select(table => table.Name)], cancellationToken);
        }

        return outcome;
    }

    /// <summary>Polls until cancelled; <paramref name="once"/>: until a cut holds what the source had at the start. Cancellation ends it between blocks.</summary>
    /// <param name="pollInterval">The pause after a poll that found nothing, or a cut.</param>
    /// <param name="progress">Told each poll's outcome; null: nobody.</param>
    public async Task<CaptureTotals> RunAsync(bool once, TimeSpan pollInterval, Action<PollOutcome>? progress = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var target = await settings.Outage.WaitOutAsync(StartedAsync, cancellationToken);
            while (!once || _position.LastCutScn < target || !IsSnapshotDone)
            {
                var outcome = await settings.Outage.WaitOutAsync(PollOnceAsync, cancellationToken);
                progress?.Invoke(outcome);
                if (!once && outcome.Kind != PollKind.SnapshotPart)
                {
                    await Task.Delay(pollInterval, clock, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A block counts with its position or not at all: there is nothing to undo.
        }

        return _totals;
    }

    private bool IsSnapshotDone => _tables.All(table => _position.Of(table.Name.ToString()) is { SnapshotDone: true, Chunks.Count: 0 });

    private async Task<long> StartedAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        await using var view = await source.OpenViewAsync(_tables, cancellationToken);
        return view.Scn;
    }

    private async Task<PollOutcome> PollViewAsync(CancellationToken cancellationToken)
    {
        await using var view = await source.OpenViewAsync(_tables, cancellationToken);
        return _tables.FirstOrDefault(table => !_position.Of(table.Name.ToString()).SnapshotDone) is { } unfinished
            ? await PublishChunkAsync(view, unfinished, cancellationToken)
            : await PublishChangesAsync(view, cancellationToken);
    }

    private int ChunkRowsOf(TableSchema table) =>
        requests.FirstOrDefault(request => string.Equals(request.Name, table.Name.Table, StringComparison.OrdinalIgnoreCase))?.ChunkRows ?? settings.ChunkRows;

    private async Task<PollOutcome> PublishChunkAsync(ISourceView view, TableSchema table, CancellationToken cancellationToken)
    {
        var name = table.Name.ToString();
        var known = _position.Of(name);
        var chunk = await view.ReadChunkAsync(table, known.Chunks.Count == 0 ? null : known.Chunks[^1].UpTo, ChunkRowsOf(table), cancellationToken);
        var events = chunk.Rows.Select(row => new ChangeEvent
        {
            Table = table,
            Operation = ChangeOperation.Read,
            After = row,
            Position = new ChangePosition(view.Scn, "", 0, 0),
        }).ToList();
        var id = NextId(view.Scn, isPart: true);
        var next = known with
        {
            SnapshotDone = chunk.IsLast,
            Chunks = [.. known.Chunks, new ChunkPosition(chunk.IsLast ? null : chunk.LastKey, chunk.Horizon?.ReadAfter ?? view.Scn, chunk.Horizon?.Visible)],
        };
        await PublishAsync(id, events, _position with { Tables = _position.Tables.SetItem(name, next) }, cancellationToken);
        _totals = _totals with { SnapshotRows = _totals.SnapshotRows + events.Count };
        return new PollOutcome(PollKind.SnapshotPart, view.Scn, events.Count, name);
    }

    private async Task<PollOutcome> PublishChangesAsync(ISourceView view, CancellationToken cancellationToken)
    {
        if (view.Scn == _position.LastCutScn && IsSnapshotDone && _position.Unfinished is null)
        {
            return new PollOutcome(PollKind.Idle, view.Scn, 0);
        }

        var changes = 0L;
        await foreach (var batch in ChangeBatches.ReadAsync(view, _tables, _position, settings.CutEvents, cancellationToken))
        {
            var next = batch.IsLast ? _position.AtCut(view.Scn, _tables) : _position with { Unfinished = batch.Reached };
            await PublishAsync(NextId(view.Scn, isPart: !batch.IsLast), batch.Events, next, cancellationToken);
            changes += batch.Events.Count;
            _totals = _totals with { Changes = _totals.Changes + batch.Events.Count };
        }

        _totals = _totals with { Cuts = _totals.Cuts + 1, LastScn = view.Scn };
        return new PollOutcome(PollKind.Cut, view.Scn, changes);
    }

    private async Task PublishAsync(BlockId id, List<ChangeEvent> events, CapturePosition position, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var next = position with { NextBlock = position.NextBlock + 1, LastBlockMicroseconds = id.Microseconds };
        var publisher = _publisher!;

        // Whether a failed append happened is not known: the next poll begins with what the topics say.
        _publisher = null;
        (_publisher, _position) = (publisher, await publisher.PublishAsync(id, events, next));
    }

    private BlockId NextId(long scn, bool isPart)
    {
        return new BlockId(scn, Math.Max(clock.Microseconds(), _position.LastBlockMicroseconds + 1), isPart);
    }
}
