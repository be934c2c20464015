using System.Globalization;
using Harunire.Capture;
using Harunire.Capture.Polling;
using Harunire.Jobs.Epochs;
using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing.Polling;

/// <summary>A table as its topic has it: gives changes their rows before, and finds what differs from the source.</summary>
internal sealed class PublishedTable
{
    private readonly PollingState _state;
    private readonly TableSchema _table;
    private readonly Dictionary<string, Datum[]?> _changed = new(StringComparer.Ordinal);

    private PublishedTable(PollingState state, TableSchema table) => (_state, _table) = (state, table);

    /// <summary>Takes in what was published since the last time, blocks of an unfinished cut included.</summary>
    public static async Task<PublishedTable> ReadAsync(
        PollingState state, TableSchema table, ITopicLog log, ISchemaRegistry registry, string prefix, CancellationToken cancellationToken)
    {
        var shape = string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', table.Columns.Select(c => $"{c.Name} {c.Type}"))} {string.Join(',', table.Key)}");
        var reader = new EpochReader(log, registry, prefix, [table], state.Progress(table, shape));
        while (await reader.TryReadAsync(cancellationToken) is { } block)
        {
            state.Apply(table, block.Deltas[table.Name], block.After, shape);
        }

        return new PublishedTable(state, table);
    }

    /// <summary>A changed row with the published one before it; null where nothing has changed.</summary>
    public RowChange? Complete(RowChange change)
    {
        var key = PollingState.KeyOf(_table, change.After ?? change.Before);
        var name = Convert.ToHexString(key);
        var before = _changed.TryGetValue(name, out var known) ? known : _state.Find(_table, key) is { } image ? PollingState.Row(_table, image) : null;
        if (before is null ? change.After is null : change.After is not null && IsSame(before, change.After))
        {
            return null;
        }

        _changed[name] = change.After;
        var operation = before is null ? ChangeOperation.Create : change.After is null ? ChangeOperation.Delete : ChangeOperation.Update;
        return change with { Operation = operation, Before = before, After = change.After };
    }

    /// <summary>The difference between the source's rows as of the view and the published ones, as changes at the view's SCN.</summary>
    /// <remarks>By lookup, not by merging two orders: an order that differs anywhere would show as deletes.</remarks>
    public async IAsyncEnumerable<RowChange> DiffAsync(
        IPollingView view, int chunkRows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _state.ClearSeen();
        SnapshotKey? after = null;
        for (var isLast = false; !isLast;)
        {
            var chunk = await view.ReadChunkAsync(_table, after, chunkRows, cancellationToken);
            foreach (var row in chunk.Rows)
            {
                var key = PollingState.KeyOf(_table, row);
                if (_state.See(key) && Complete(new RowChange(_table, ChangeOperation.Update, PlaceOf(row), null, row, view.Scn, null)) is { } change)
                {
                    yield return change;
                }
            }

            (after, isLast) = (chunk.LastKey, chunk.IsLast);
        }

        foreach (var image in _state.Unseen(_table))
        {
            var gone = PollingState.Row(_table, image);
            yield return new RowChange(_table, ChangeOperation.Delete, PlaceOf(gone), gone, null, view.Scn, null);
        }
    }

    private SnapshotKey PlaceOf(Datum[] row) => new([.. _table.Key.Select(k => (object)row[k])]);

    private static bool IsSame(Datum[] left, Datum[] right) => PollingState.Image(left).AsSpan().SequenceEqual(PollingState.Image(right));
}
