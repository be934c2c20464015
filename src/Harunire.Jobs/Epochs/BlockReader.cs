using System.Collections.Immutable;
using Harunire.Jobs.Quarantines;
using Harunire.Model.Changes;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Epochs;

/// <summary>Finds the events of one block after the other in the partitions of the wanted tables.</summary>
internal sealed class BlockReader(
    ITopicLog log, Func<TableSchema, EventDecoder> decoderOf, EnvelopeSource source, IReadOnlyList<TableSchema> wanted, EpochPosition start, BlockOrder order, Quarantine? quarantine)
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

    /// <summary>Reads on until all events of the block are buffered.</summary>
    /// <returns>Null where they are; else HAR8103 with the first table that lacks some.</returns>
    public async Task<HarunireException?> FindAsync(Cut cut, CancellationToken cancellationToken)
    {
        foreach (var (table, expected) in CountsOf(cut))
        {
            var cursors = await OpenAsync(table, cancellationToken);
            if (await FillAsync(cursors, cut.Id, expected, cancellationToken) is var found && found < expected)
            {
                return Incomplete(cut.Id, table, expected, found);
            }
        }

        return null;
    }

    /// <summary>Adds the deltas of a block whose events are buffered. HAR8103 where some are missing that are not in quarantine.</summary>
    /// <returns>How many events the block has in the wanted tables.</returns>
    public async Task<long> TakeAsync(Cut cut, Dictionary<TableName, DeltaBatch> deltas, CancellationToken cancellationToken)
    {
        var events = 0L;
        foreach (var (table, expected) in CountsOf(cut))
        {
            await TakeAsync(table, await OpenAsync(table, cancellationToken), cut.Id, expected, deltas[table.Name], cancellationToken);
            events += expected;
        }

        return events;
    }

    /// <summary>Passes over a block whose events are buffered: it was applied before. What stands before them is taken as always.</summary>
    public async Task PassAsync(Cut cut, Dictionary<TableName, DeltaBatch> deltas, CancellationToken cancellationToken)
    {
        foreach (var (table, _) in CountsOf(cut))
        {
            foreach (var cursor in await OpenAsync(table, cancellationToken))
            {
                foreach (var item in cursor.TakeRun(cut.Id))
                {
                    if (item.Change is null || item.Change.Position.CutId == cut.Id)
                    {
                        Duplicates++;
                    }
                    else
                    {
                        await TakeStrayAsync(cursor, item, deltas[table.Name], cancellationToken);
                    }
                }
            }
        }
    }

    /// <summary>The block's buffered events.</summary>
    public IEnumerable<PartitionCursor.BufferedEvent> EventsOf(string block) =>
        _cursors.SelectMany(cursor => cursor.EventsOf(block));

    /// <summary>The partitions of all wanted tables whose topics exist; each is read ahead from its last consumed offset.</summary>
    public async Task<IReadOnlyList<PartitionCursor>> OpenAllAsync(CancellationToken cancellationToken)
    {
        var topics = (await log.ListTopicsAsync(cancellationToken)).Select(topic => topic.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var table in wanted.Where(table => topics.Contains(source.TopicOf(table.Name))))
        {
            await OpenAsync(table, cancellationToken);
        }

        return _cursors;
    }

    /// <summary>Adds one event, whatever its block; where it can't be applied it goes to quarantine or is an error.</summary>
    public async ValueTask ApplyAsync(PartitionCursor cursor, PartitionCursor.BufferedEvent item, DeltaBatch batch, CancellationToken cancellationToken)
    {
        if (item.Change is not { } change || !await ApplyAsync(cursor, item.Record, change, batch, cancellationToken))
        {
            var table = cursor.Table.Name.ToString();
            _quarantined[table] = _quarantined.GetValueOrDefault(table) + 1;
        }
    }

    private IEnumerable<(TableSchema Table, long Events)> CountsOf(Cut cut) =>
        wanted.Select(table => (table, cut.EventCounts.GetValueOrDefault(table.Name.ToString()))).Where(each => each.Item2 > 0);

    private static HarunireException Incomplete(string block, TableSchema table, long expected, long found) =>
        new(JobErrors.IncompleteCut, $"the cut {block} has {expected} events of the table, its topic holds {found}", table.Name.ToString());

    private async Task<List<PartitionCursor>> OpenAsync(TableSchema table, CancellationToken cancellationToken)
    {
        if (!_cursors.Exists(cursor => ReferenceEquals(cursor.Table, table)))
        {
            var topic = source.TopicOf(table.Name);
            var found = (await log.ListTopicsAsync(cancellationToken)).FirstOrDefault(t => t.Name == topic)
                ?? throw new HarunireException(TopicErrors.UnknownTopic, "a cut has events of this table, and there is no such topic", topic);
            _topics = (_topics ?? start).With(found);
            var decoder = decoderOf(table);
            _cursors.AddRange(found.Partitions.Select(partition => new PartitionCursor(
                log, decoder, new TopicPosition(topic, partition.Partition, start.Offsets.GetValueOrDefault($"{topic}-{partition.Partition}")), table, quarantine)));
        }

        return _cursors.FindAll(cursor => ReferenceEquals(cursor.Table, table));
    }

    // How many of the events there are, those in quarantine included, since they tell no block.
    private async Task<long> FillAsync(List<PartitionCursor> cursors, string id, long expected, CancellationToken cancellationToken)
    {
        await ReadOnAsync(cursors.FindAll(cursor => !order.IsBeyond(cursor, id)), toTheEnd: false);
        if (All() < expected)
        {
            // An event that looks later than it is (a clock that was set back, a transaction that came again): then only the end of the partition tells.
            await ReadOnAsync(cursors, toTheEnd: true);
        }

        return All();

        async Task ReadOnAsync(List<PartitionCursor> open, bool toTheEnd)
        {
            while (open.Count > 0 && Found() < expected)
            {
                var more = new List<PartitionCursor>();
                foreach (var cursor in open)
                {
                    if (await cursor.ReadOnAsync(cancellationToken) && (toTheEnd || !order.IsBeyond(cursor, id)))
                    {
                        more.Add(cursor);
                    }
                }

                open = more;
            }
        }

        long All() => Found() + cursors.Sum(cursor => (long)cursor.Quarantined);

        // Those that came twice count once; they are only looked at where there may be enough.
        long Found() => cursors.Sum(cursor => (long)cursor.CountOf(id)) is var all && all < expected ? all
            : cursors.SelectMany(cursor => cursor.EventsOf(id)).DistinctBy(e => e.Change!.Position.TotalOrder).LongCount();
    }

    private async Task TakeAsync(TableSchema schema, List<PartitionCursor> cursors, string id, long expected, DeltaBatch batch, CancellationToken cancellationToken)
    {
        var table = schema.Name.ToString();
        var (seen, contents, quarantined) = (new HashSet<long>(), new HashSet<UInt128>(), 0L);
        foreach (var cursor in cursors)
        {
            foreach (var item in order.ComesAgain ? cursor.TakeRun(id) : cursor.Take(id))
            {
                if (item.Change is not { } change)
                {
                    quarantined++;
                }
                else if (change.Position.CutId != id)
                {
                    await TakeStrayAsync(cursor, item, batch, cancellationToken);
                }
                else if (!seen.Add(change.Position.TotalOrder))
                {
                    Duplicates++;
                }
                else if (item.Marks != default && !contents.Add(item.Marks.Content))
                {
                    throw new HarunireException(JobErrors.RenumberedEvent, $"an event of transaction {id} stands there a second time, with another number", $"{table} in {cursor.Place(item.Record.Offset)}");
                }
                else
                {
                    await ApplyAsync(cursor, item, batch, cancellationToken);
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
            throw Incomplete(id, schema, expected, seen.Count);
        }

        if (seen.Count > expected)
        {
            throw new HarunireException(JobErrors.IncompleteCut, $"the cut {id} has {expected} events of the table by its END, and the topic holds {seen.Count}", table);
        }

        if (quarantined > 0)
        {
            _quarantined[table] = _quarantined.GetValueOrDefault(table) + quarantined;
        }
    }

    private async ValueTask TakeStrayAsync(PartitionCursor cursor, PartitionCursor.BufferedEvent item, DeltaBatch batch, CancellationToken cancellationToken)
    {
        if (order.Applies(cursor, item))
        {
            await ApplyAsync(cursor, item, batch, cancellationToken);
        }
        else
        {
            Orphans++;
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
