using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs.Connectors;

/// <summary>Looks through the snapshot rows at the beginning of the topics: which snapshot counts, and whether all of its rows are there. Keeps no row.</summary>
/// <remarks>A connector that is stopped before its snapshot is done takes a new one, as of a later SCN, behind the rows of the first: the last one counts.</remarks>
internal sealed class SnapshotScan(ITopicLog log, ISchemaRegistry registry, EnvelopeSource source, IReadOnlyList<TableSchema> wanted)
{
    private static readonly ReadLimits Limits = new(2_000, 4 * 1024 * 1024);
    private readonly Dictionary<TableName, TableScan> _tables = wanted.ToDictionary(t => t.Name, t => new TableScan(new EventDecoder(registry, t with { Columns = [], Key = [] }, DecoderOptions.Strict, withMarks: true)));

    /// <summary>The SCN of the last snapshot; -1 where no row was found.</summary>
    public long Scn { get; private set; } = -1;

    /// <summary>Reads what is new, up to the first change of each partition.</summary>
    public async Task ReadOnAsync(CancellationToken cancellationToken)
    {
        var topics = (await log.ListTopicsAsync(cancellationToken)).ToDictionary(topic => topic.Name, StringComparer.Ordinal);
        foreach (var table in wanted)
        {
            if (topics.TryGetValue(source.TopicOf(table.Name), out var topic))
            {
                foreach (var partition in topic.Partitions)
                {
                    await ReadOnAsync(_tables[table.Name], topic.Name, partition, cancellationToken);
                }
            }
        }
    }

    /// <summary>True where the snapshot's rows are all there.</summary>
    /// <param name="hasTransactions">The connector has ended a transaction, so its snapshot is done.</param>
    /// <param name="unfinished">A table whose last row is not there; null where it is not known that one is missing.</param>
    public bool IsWhole(bool hasTransactions, out TableSchema? unfinished)
    {
        var isDone = hasTransactions || _tables.Values.Any(t => t.Scn == Scn && t.Mark == SnapshotMark.Last);
        unfinished = wanted.FirstOrDefault(table => _tables[table.Name] is var scan && scan.Scn == Scn && scan.Rows > 1 && scan.Mark is not (SnapshotMark.LastOfTable or SnapshotMark.Last));
        return unfinished is null && (isDone || _tables.Values.All(t => t.Scn == Scn && t.Mark == SnapshotMark.LastOfTable));
    }

    private async Task ReadOnAsync(TableScan scan, string topic, PartitionDescription partition, CancellationToken cancellationToken)
    {
        var next = scan.Next.GetValueOrDefault(partition.Partition, partition.FirstOffset);
        while (next < long.MaxValue && await log.ReadAsync(topic, partition.Partition, next, Limits, cancellationToken) is { Count: > 0 } records)
        {
            foreach (var record in records)
            {
                next = await IsRowAsync(scan, record, cancellationToken) ? record.Offset + 1 : long.MaxValue;
                if (next == long.MaxValue)
                {
                    break;
                }
            }
        }

        scan.Next[partition.Partition] = next;
    }

    // False: the snapshot's rows end here. A record that can't be decoded is the later reading's business.
    private async ValueTask<bool> IsRowAsync(TableScan scan, TopicRecord record, CancellationToken cancellationToken)
    {
        if (record.Value is not { } value)
        {
            return true;
        }

        ChangeEvent change;
        EventMarks marks;
        try
        {
            (change, marks) = await scan.Decoder.DecodeAsync(value, cancellationToken);
        }
        catch (HarunireException failure) when (!failure.IsTransient)
        {
            return true;
        }

        if (change.Operation != ChangeOperation.Read || change.Position.CutId.Length > 0 || marks.Snapshot == SnapshotMark.Incremental)
        {
            return false;
        }

        scan.Add(change.Position.Scn, marks.Snapshot);
        Scn = Math.Max(Scn, change.Position.Scn);
        return true;
    }

    private sealed class TableScan(EventDecoder decoder)
    {
        public EventDecoder Decoder => decoder;

        /// <summary>The next offset by partition; the greatest there is behind the snapshot's last row.</summary>
        public Dictionary<int, long> Next { get; } = [];

        public long Scn { get; private set; } = -1;

        public long Rows { get; private set; }

        /// <summary>The greatest mark among the rows.</summary>
        public SnapshotMark Mark { get; private set; }

        public void Add(long scn, SnapshotMark mark)
        {
            if (scn > Scn)
            {
                (Scn, Rows, Mark) = (scn, 0, SnapshotMark.None);
            }

            if (scn == Scn)
            {
                Rows++;
                Mark = mark > Mark ? mark : Mark;
            }
        }
    }
}
