using System.Collections.Immutable;
using Harunire.Jobs.Capturing;
using Harunire.Jobs.Quarantines;
using Harunire.Model.Changes;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs;

/// <summary>Finds the events of one block after the other in the partitions of the wanted tables.</summary>
internal sealed class BlockReader(ITopicLog log, ISchemaRegistry registry, EnvelopeSource source, IReadOnlyList<TableSchema> wanted, EpochPosition start, Quarantine? quarantine)
{
    private readonly List<PartitionCursor> _cursors = [];
    private EpochPosition? _topics;
    private readonly Dictionary<string, long> _quarantined = start.Quarantined.ToDictionary(StringComparer.Ordinal);

    /// <summary>Events that came again: the same block and total order.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Events of blocks that don't count, or that were applied before.</summary>
    public long Orphans { get; private set; }

    /// <summary>Where reading goes on behind the last block.</summary>
    public ImmutableSortedDictionary<string, long> Offsets => _cursors.Aggregate(start.Offsets, (offsets, cursor) => offsets.SetItem(cursor.Name, cursor.Consumed));

    /// <summary>The ids of the topics that were opened, with those of the start.</summary>
    public ImmutableSortedDictionary<string, string> TopicIds => (_topics ?? start).TopicIds;

    /// <summary>Records that were put into quarantine, by table, up to the last block.</summary>
    public ImmutableSortedDictionary<string, long> Quarantined => _quarantined.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Adds the block's deltas. HAR8103 where events are missing that are not in quarantine.</summary>
    /// <returns>How many events the block has in the wanted tables.</returns>
    public async Task<long> ReadAsync(BlockId block, Cut cut, Dictionary<TableName, DeltaBatch> deltas, CancellationToken cancellationToken)
    {
        var events = 0L;
        foreach (var table in wanted)
        {
            var expected = cut.EventCounts.GetValueOrDefault(table.Name.ToString());
            if (expected > 0)
            {
                var cursors = await OpenAsync(table, cancellationToken);
                await FillAsync(cursors, block, expected, cancellationToken);
                await TakeAsync(cursors, block, expected, deltas[table.Name], cancellationToken);
                events += expected;
            }
        }

        return events;
    }

    private async Task<List<PartitionCursor>> OpenAsync(TableSchema table, CancellationToken cancellationToken)
    {
        if (!_cursors.Exists(cursor => ReferenceEquals(cursor.Table, table)))
        {
            var topic = source.TopicOf(table.Name);
            var found = (await log.ListTopicsAsync(cancellationToken)).FirstOrDefault(t => t.Name == topic)
                ?? throw new HarunireException(TopicErrors.UnknownTopic, "a cut has events of this table, and there is no such topic", topic);
            _topics = (_topics ?? start).With(found);
            _cursors.AddRange(found.Partitions.Select(partition => new PartitionCursor(
                log, registry, new TopicPosition(topic, partition.Partition, start.Offsets.GetValueOrDefault($"{topic}-{partition.Partition}")), table, quarantine)));
        }

        return _cursors.FindAll(cursor => ReferenceEquals(cursor.Table, table));
    }

    private static async Task FillAsync(List<PartitionCursor> cursors, BlockId block, long expected, CancellationToken cancellationToken)
    {
        var id = block.ToString();
        await ReadOnAsync(cursors.FindAll(cursor => !cursor.IsBeyond(block)), toTheEnd: false);
        if (Found() + cursors.Sum(cursor => cursor.Events.LongCount(e => e.Change is null)) < expected)
        {
            // A clock that was set back makes an orphan look later than the block: then only the end of the partition tells.
            await ReadOnAsync(cursors, toTheEnd: true);
        }

        async Task ReadOnAsync(List<PartitionCursor> open, bool toTheEnd)
        {
            while (open.Count > 0 && Found() < expected)
            {
                var more = new List<PartitionCursor>();
                foreach (var cursor in open)
                {
                    if (await cursor.ReadOnAsync(cancellationToken) && (toTheEnd || !cursor.IsBeyond(block)))
                    {
                        more.Add(cursor);
                    }
                }

                open = more;
            }
        }

        long Found() => cursors.SelectMany(cursor => cursor.Events).Where(e => e.Change?.Position.CutId == id).DistinctBy(e => e.Change!.Position.TotalOrder).LongCount();
    }

    private async Task TakeAsync(List<PartitionCursor> cursors, BlockId block, long expected, DeltaBatch batch, CancellationToken cancellationToken)
    {
        var table = cursors.Count > 0 ? cursors[0].Table.Name.ToString() : "";
        var (id, seen, quarantined) = (block.ToString(), new HashSet<long>(), 0L);
        foreach (var cursor in cursors)
        {
            foreach (var (record, change) in cursor.Take(block))
            {
                if (change is null)
                {
                    quarantined++;
                }
                else if (change.Position.CutId != id)
                {
                    Orphans++;
                }
                else if (!seen.Add(change.Position.TotalOrder))
                {
                    Duplicates++;
                }
                else if (!await ApplyAsync(cursor, record, change, batch, cancellationToken))
                {
                    _quarantined[table] = _quarantined.GetValueOrDefault(table) + 1;
                }
            }
        }

        // A quarantined record tells no block: as many as are missing are taken for this one's.
        foreach (var cursor in cursors)
        {
            while (seen.Count + quarantined < expected && cursor.TakeQuarantined())
            {
                quarantined++;
            }
        }

        if (seen.Count + quarantined < expected)
        {
            throw new HarunireException(JobErrors.IncompleteCut, $"the cut {id} has {expected} events of the table, its topic holds {seen.Count}", table);
        }

        if (quarantined > 0)
        {
            _quarantined[table] = _quarantined.GetValueOrDefault(table) + quarantined;
        }
    }

    // False: the event is in quarantine.
    private async ValueTask<bool> ApplyAsync(PartitionCursor cursor, TopicRecord record, ChangeEvent change, DeltaBatch batch, CancellationToken cancellationToken)
    {
        if (change.Operation == ChangeOperation.Truncate)
        {
            throw new HarunireException(JobErrors.TruncatedTable, "a truncate event", $"{cursor.Table.Name} in {cursor.Place(record.Offset)}");
        }

        if (change.Operation is ChangeOperation.Update or ChangeOperation.Delete)
        {
            if (change.Before is null)
            {
                var foreign = cursor.Foreign(record.Offset, "an update or delete comes without the row before it");
                await (quarantine ?? throw foreign).AddAsync(cursor.Place(record.Offset), record, foreign, cancellationToken);
                return false;
            }

            batch.Add(change.Before, -1);
        }

        if (change.After is { } after)
        {
            batch.Add(after, 1);
        }

        return true;
    }
}
