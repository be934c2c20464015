using System.Collections.Immutable;
using Harunire.Jobs.Capturing;
using Harunire.Jobs.Capturing.Commits;
using Harunire.Model.Changes;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs;

/// <summary>Assembles the topics' events into epochs, one for each cut, by the counts in the transaction topic. Not for several threads.</summary>
/// <remarks>Which blocks count is decided by <see cref="BlockRule"/>; those follow each other in every partition. Events of other blocks are dropped and counted.</remarks>
/// <param name="log">Where the topics are.</param>
/// <param name="registry">Of their schemas.</param>
/// <param name="prefix">Of the topics.</param>
/// <param name="wanted">The tables and columns that are needed.</param>
/// <param name="start">The <see cref="Epoch.After"/> of the last applied epoch.</param>
/// <param name="coalesceEvents">Waiting cuts are joined into one epoch until it has so many events; 0: never.</param>
public sealed class EpochReader(
    ITopicLog log, ISchemaRegistry registry, string prefix, IReadOnlyList<TableSchema> wanted, EpochPosition start, long coalesceEvents = 0)
{
    private readonly EnvelopeSource _source = new() { Version = "", Connector = "", Name = prefix, Database = "" };
    private readonly TransactionTopic _transactions = new(log, registry, TopicNames.Sanitize($"{prefix}.transaction"));
    private readonly BlockRule _rule = new(start.LastBlockMicroseconds);
    private readonly Queue<(TransactionRecord End, long Offset)> _ends = new();
    private readonly List<PartitionCursor> _cursors = [];
    private Dictionary<TableName, DeltaBatch> _deltas = NewDeltas(wanted);
    private long _events;
    private bool _isAtStart = true;
    private long _nextTransaction = start.TransactionOffset;
    private EpochPosition _position = start;

    /// <summary>Events that came again: the same block and total order.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Events of blocks that don't count, or that were applied before.</summary>
    public long Orphans { get; private set; }

    /// <summary>Blocks that ended and don't count: another one counted in their place.</summary>
    public long VoidBlocks { get; private set; }

    /// <summary>The next epoch; null while no further cut is complete.</summary>
    public async ValueTask<Epoch?> TryReadAsync(CancellationToken cancellationToken = default)
    {
        Epoch? epoch = null;
        while (await NextEndAsync(cancellationToken) is { } next)
        {
            var block = BlockId.TryParse(next.End.Id)
                ?? throw new HarunireException(JobErrors.ForeignEvent, $"the id \"{next.End.Id}\" is not one of a capture", $"{_transactions.Name}, partition 0, offset {next.Offset}");
            if (epoch is not null && (block.IsPart || coalesceEvents <= 0 || _events + next.End.EventCount > coalesceEvents))
            {
                break;
            }

            if (block.Microseconds <= _position.LastBlockMicroseconds)
            {
                _ends.Dequeue();
                continue;
            }

            var cut = next.End.ToCut(_source);
            await TakeBlockAsync(block, cut, cancellationToken);
            _ends.Dequeue();
            _position = _position with
            {
                TransactionOffset = next.Offset + 1,
                LastBlockMicroseconds = block.Microseconds,
                Offsets = _cursors.Aggregate(_position.Offsets, (offsets, cursor) => offsets.SetItem(cursor.Name, cursor.Consumed)),
            };
            if (!block.IsPart)
            {
                epoch = new Epoch(cut, _deltas, _position, _events);
            }
        }

        if (epoch is not null)
        {
            _deltas = NewDeltas(wanted);
            _events = 0;
        }

        return epoch;
    }

    /// <summary>Waits for more in the transaction topic; false where the time ran out.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (_ends.Count > 0)
        {
            return true;
        }

        if (await FoundAsync(cancellationToken))
        {
            return await log.WaitAsync(_transactions.Name, 0, _nextTransaction, timeout, cancellationToken);
        }

        await Task.Delay(timeout, cancellationToken);
        return false;
    }

    private static Dictionary<TableName, DeltaBatch> NewDeltas(IReadOnlyList<TableSchema> wanted) =>
        wanted.ToDictionary(table => table.Name, table => new DeltaBatch(table.Columns));

    private async ValueTask<(TransactionRecord End, long Offset)?> NextEndAsync(CancellationToken cancellationToken)
    {
        while (_ends.Count == 0)
        {
            if (!await FoundAsync(cancellationToken))
            {
                return null;
            }

            var records = await log.ReadAsync(_transactions.Name, 0, _nextTransaction, ReadLimits.Default, cancellationToken);
            if (records.Count == 0)
            {
                return null;
            }

            foreach (var record in records)
            {
                if (record.Value is { } value)
                {
                    var read = await _transactions.DecodeAsync(value, cancellationToken);
                    if (_rule.Counts(read, record.Headers))
                    {
                        _ends.Enqueue((read, record.Offset));
                    }
                    else
                    {
                        VoidBlocks += read.IsEnd ? 1 : 0;
                    }
                }

                _nextTransaction = record.Offset + 1;
            }
        }

        return _ends.Peek();
    }

    /// <summary>True once the transaction topic is there, and is the one that the position belongs to.</summary>
    private async ValueTask<bool> FoundAsync(CancellationToken cancellationToken)
    {
        if (!_isAtStart)
        {
            return true;
        }

        if ((await log.ListTopicsAsync(cancellationToken)).FirstOrDefault(topic => topic.Name == _transactions.Name) is not { } found)
        {
            return _position.TransactionOffset == 0 ? false : throw new HarunireException(TopicErrors.UnknownTopic, "the topic that the checkpoint was made from is gone", _transactions.Name);
        }

        CheckId(found);
        var last = _position.TransactionOffset - 1;
        if (last >= found.Partitions[0].FirstOffset)
        {
            var records = await log.ReadAsync(_transactions.Name, 0, last, new ReadLimits(1, 1), cancellationToken);
            if (records is not [{ Value: { } value } record] || record.Offset != last
                || BlockId.TryParse((await _transactions.DecodeAsync(value, cancellationToken)).Id)?.Microseconds != _position.LastBlockMicroseconds)
            {
                throw new HarunireException(TopicErrors.TopicReplaced, "the record there is not the END of the last applied block", new TopicPosition(_transactions.Name, 0, last).ToString());
            }
        }

        _isAtStart = false;
        return true;
    }

    private void CheckId(TopicDescription topic)
    {
        if (topic.Id is not { } id)
        {
            return;
        }

        var known = _position.TopicIds.GetValueOrDefault(topic.Name, id);
        if (known != id)
        {
            throw new HarunireException(TopicErrors.TopicReplaced, $"its id is {id}; the checkpoint was made from {known}", topic.Name);
        }

        _position = _position with { TopicIds = _position.TopicIds.SetItem(topic.Name, id) };
    }

    private async Task TakeBlockAsync(BlockId block, Cut cut, CancellationToken cancellationToken)
    {
        foreach (var table in wanted)
        {
            var expected = cut.EventCounts.GetValueOrDefault(table.Name.ToString());
            if (expected == 0)
            {
                continue;
            }

            await OpenAsync(table, cancellationToken);
            var cursors = _cursors.FindAll(cursor => ReferenceEquals(cursor.Table, table));
            await ReadUntilAsync(cursors, block, cut.Id, expected, cancellationToken);
            var taken = new List<PartitionCursor.BufferedEvent>();
            var seen = new HashSet<long>();
            foreach (var cursor in cursors)
            {
                taken.Clear();
                Orphans += cursor.Take(cut.Id, taken);
                foreach (var item in taken)
                {
                    if (seen.Add(item.Change.Position.TotalOrder))
                    {
                        Apply(cursor, item);
                    }
                    else
                    {
                        Duplicates++;
                    }
                }
            }

            if (seen.Count != expected)
            {
                throw new HarunireException(
                    JobErrors.IncompleteCut, $"the cut {cut.Id} has {expected} events of the table, {_source.TopicOf(table.Name)} holds {seen.Count}", table.Name.ToString());
            }

            _events += expected;
        }
    }

    private async Task OpenAsync(TableSchema table, CancellationToken cancellationToken)
    {
        if (_cursors.Exists(cursor => ReferenceEquals(cursor.Table, table)))
        {
            return;
        }

        var topic = _source.TopicOf(table.Name);
        var found = (await log.ListTopicsAsync(cancellationToken)).FirstOrDefault(t => t.Name == topic)
            ?? throw new HarunireException(TopicErrors.UnknownTopic, "a cut has events of this table, and there is no such topic", topic);
        CheckId(found);
        for (var partition = 0; partition < found.Partitions.Length; partition++)
        {
            var offset = _position.Offsets.GetValueOrDefault($"{topic}-{partition}");
            _cursors.Add(new PartitionCursor(log, registry, new TopicPosition(topic, partition, offset), table));
        }
    }

    private static async Task ReadUntilAsync(List<PartitionCursor> cursors, BlockId block, string id, long expected, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cursors.FindAll(cursor => !cursor.IsBeyond(block))))
        {
            return;
        }

        // A clock that was set back makes an orphan look later than the block: then only the end of the partition tells.
        await ReadAsync(cursors, toTheEnd: true);

        async Task<bool> ReadAsync(List<PartitionCursor> open, bool toTheEnd = false)
        {
            while (Found() < expected)
            {
                var more = new List<PartitionCursor>();
                foreach (var cursor in open)
                {
                    if (await cursor.ReadOnAsync(cancellationToken) && (toTheEnd || !cursor.IsBeyond(block)))
                    {
                        more.Add(cursor);
                    }
                }

                if (more.Count == 0)
                {
                    return Found() >= expected;
                }

                open = more;
            }

            return true;
        }

        long Found() => cursors.SelectMany(cursor => cursor.Events).Where(e => e.Change.Position.CutId == id).DistinctBy(e => e.Change.Position.TotalOrder).LongCount();
    }

    private void Apply(PartitionCursor cursor, PartitionCursor.BufferedEvent item)
    {
        var (offset, change) = item;
        var batch = _deltas[cursor.Table.Name];
        switch (change.Operation)
        {
            case ChangeOperation.Truncate:
                throw new HarunireException(JobErrors.TruncatedTable, "a truncate event", $"{cursor.Table.Name} in {cursor.Name}, offset {offset}");
            case ChangeOperation.Update or ChangeOperation.Delete when change.Before is null:
                throw cursor.Foreign(offset, "an update or delete comes without the row before it");
            case ChangeOperation.Update or ChangeOperation.Delete:
                batch.Add(change.Before, -1);
                break;
        }

        if (change.After is { } after)
        {
            batch.Add(after, 1);
        }
    }
}
