using System.Security.Cryptography;
using System.Text;
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
            var shape = ShapeOf(table);
            if (known.Shape.Length > 0 && known.Shape != shape)
            {
                throw new HarunireException(JobErrors.TableSetChanged, "its columns or its key are not those with which the topic was begun", $"{source.Name}, {name}");
            }

            _position = _position with { Tables = _position.Tables.SetItem(name, known with { Shape = shape }) };
        }

        _totals = _totals with { LastScn = _position.LastCutScn };
        _publisher = publisher;
    }

    /// <summary>Publishes the next chunk of a snapshot, or the changes since the last cut, in one block.</summary>
    public async Task<PollOutcome> PollOnceAsync(CancellationToken cancellationToken = default)
    {
        if (_publisher is null)
        {
            await StartAsync(cancellationToken);
        }

        await using var view = await source.OpenViewAsync(_tables, cancellationToken);
        return _tables.FirstOrDefault(table => !_position.Of(table.Name.ToString()).SnapshotDone) is { } unfinished
            ? await PublishChunkAsync(view, unfinished, cancellationToken)
            : await PublishChangesAsync(view, cancellationToken);
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
                var outcome = await settings.Outage.WaitOutAsync(PollOrForgetAsync, cancellationToken);
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

    // After an error it is not known which block was the last that counts: the next poll takes over anew and finds out.
    private async Task<PollOutcome> PollOrForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PollOnceAsync(cancellationToken);
        }
        catch (HarunireException)
        {
            _publisher = null;
            throw;
        }
    }

    private async Task<long> StartedAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        await using var view = await source.OpenViewAsync(_tables, cancellationToken);
        return view.Scn;
    }

    private async Task<PollOutcome> PublishChunkAsync(ISourceView view, TableSchema table, CancellationToken cancellationToken)
    {
        var name = table.Name.ToString();
        var known = _position.Of(name);
        var chunk = await view.ReadChunkAsync(table, known.Chunks.Count == 0 ? null : known.Chunks[^1].UpTo, settings.ChunkRows, cancellationToken);
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
            Chunks = [.. known.Chunks, new ChunkPosition(chunk.IsLast ? null : chunk.LastKey, view.Scn)],
        };
        await PublishAsync(id, events, _position with { Tables = _position.Tables.SetItem(name, next) }, cancellationToken);
        _totals = _totals with { SnapshotRows = _totals.SnapshotRows + events.Count };
        return new PollOutcome(PollKind.SnapshotPart, view.Scn, events.Count, name);
    }

    private async Task<PollOutcome> PublishChangesAsync(ISourceView view, CancellationToken cancellationToken)
    {
        if (view.Scn == _position.LastCutScn && IsSnapshotDone)
        {
            return new PollOutcome(PollKind.Idle, view.Scn, 0);
        }

        var events = new List<ChangeEvent>();
        var readAfter = _tables.Min(table => _position.Of(table.Name.ToString()).ReadAfter);
        await foreach (var change in view.ReadChangesAsync(_tables, readAfter, cancellationToken))
        {
            if (change.Scn > _position.Of(change.Table.Name.ToString()).ScnOf(change.Key!))
            {
                events.Add(new ChangeEvent
                {
                    Table = change.Table,
                    Operation = change.Operation,
                    Before = change.Before,
                    After = change.After,
                    Position = new ChangePosition(change.Scn, "", 0, 0),
                    CommitMicroseconds = change.CommitMicroseconds,
                });
            }
        }

        var id = NextId(view.Scn, isPart: false);
        var tables = _position.Tables;
        foreach (var name in _tables.Select(table => table.Name.ToString()))
        {
            tables = tables.SetItem(name, tables[name] with { Scn = view.Scn, Chunks = [] });
        }

        await PublishAsync(id, events, _position with { LastCutScn = view.Scn, Tables = tables }, cancellationToken);
        _totals = _totals with { Changes = _totals.Changes + events.Count, Cuts = _totals.Cuts + 1, LastScn = view.Scn };
        return new PollOutcome(PollKind.Cut, view.Scn, events.Count);
    }

    private async Task PublishAsync(BlockId id, List<ChangeEvent> events, CapturePosition position, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var next = position with { NextBlock = position.NextBlock + 1, LastBlockMicroseconds = id.Microseconds };
        _position = await _publisher!.PublishAsync(id, events, next);
    }

    private BlockId NextId(long scn, bool isPart)
    {
        return new BlockId(scn, Math.Max(clock.Microseconds(), _position.LastBlockMicroseconds + 1), isPart);
    }

    private static string ShapeOf(TableSchema table)
    {
        var text = new StringBuilder();
        foreach (var column in table.Columns)
        {
            text.Append(column.Name).Append('\t').Append(column.Type).Append('\t').Append(column.Nullable ? "null" : "").Append('\n');
        }

        text.AppendJoin(',', table.Key);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
