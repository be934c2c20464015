using System.Runtime.CompilerServices;
using Harunire.Jobs.Capturing;
using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Cli.Verification;

/// <summary>The change events of some tables, read back from their topics in the order in which they happened, in constant memory.</summary>
/// <remarks>Each partition is in the order of its blocks; the partitions are merged by block and total order. An event that came twice comes once.</remarks>
internal sealed class TopicEvents
{
    private static readonly ReadLimits Limits = new(2_000, 4 * 1024 * 1024);
    private readonly ITopicLog _log;
    private readonly ISchemaRegistry _registry;
    private readonly List<(TableSchema Table, string Topic, PartitionDescription Partition)> _partitions;

    private TopicEvents(ITopicLog log, ISchemaRegistry registry, List<(TableSchema, string, PartitionDescription)> partitions) =>
        (_log, _registry, _partitions) = (log, registry, partitions);

    /// <summary>Records in the topics now.</summary>
    public long Records => _partitions.Sum(p => p.Partition.Records);

    public int Partitions => _partitions.Count;

    /// <summary>True where a topic has lost its beginning.</summary>
    public bool IsTrimmed => _partitions.Exists(p => p.Partition.FirstOffset > 0);

    public static async Task<TopicEvents> OpenAsync(ITopicLog log, ISchemaRegistry registry, string prefix, IEnumerable<TableSchema> tables, CancellationToken cancellationToken)
    {
        var source = new EnvelopeSource { Version = "", Connector = "", Name = prefix, Database = "" };
        var topics = (await log.ListTopicsAsync(cancellationToken)).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var partitions = new List<(TableSchema, string, PartitionDescription)>();
        foreach (var table in tables.DistinctBy(t => t.Name))
        {
            if (topics.TryGetValue(source.TopicOf(table.Name), out var topic))
            {
                partitions.AddRange(topic.Partitions.Select(p => (table, topic.Name, p)));
            }
        }

        return new TopicEvents(log, registry, partitions);
    }

    /// <param name="lastBlock">The last block that is wanted.</param>
    /// <param name="perPartition">Only so many of the last records of each partition; null: all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<TopicEvent> ReadAsync(BlockId lastBlock, long? perPartition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var queue = new PriorityQueue<IAsyncEnumerator<TopicEvent>, (long Block, long Order)>();
        var cursors = _partitions.Select(p => PartitionAsync(p.Table, p.Topic, p.Partition, perPartition, cancellationToken).GetAsyncEnumerator(cancellationToken)).ToList();
        try
        {
            foreach (var cursor in cursors)
            {
                await AdvanceAsync(queue, cursor, lastBlock);
            }

            var last = (0L, 0L);
            while (queue.TryDequeue(out var cursor, out var place))
            {
                if (place != last)
                {
                    yield return cursor.Current;
                }

                last = place;
                await AdvanceAsync(queue, cursor, lastBlock);
            }
        }
        finally
        {
            foreach (var cursor in cursors)
            {
                await cursor.DisposeAsync();
            }
        }
    }

    private static async Task AdvanceAsync(PriorityQueue<IAsyncEnumerator<TopicEvent>, (long Block, long Order)> queue, IAsyncEnumerator<TopicEvent> cursor, BlockId lastBlock)
    {
        if (await cursor.MoveNextAsync() && cursor.Current.Block <= lastBlock.Microseconds)
        {
            queue.Enqueue(cursor, (cursor.Current.Block, cursor.Current.Change.Position.TotalOrder));
        }
    }

    private async IAsyncEnumerable<TopicEvent> PartitionAsync(
        TableSchema table, string topic, PartitionDescription partition, long? last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var decoders = new Dictionary<int, EnvelopeDecoder>();
        var offset = Math.Max(partition.FirstOffset, partition.EndOffset - (last ?? partition.Records));
        while (offset < partition.EndOffset)
        {
            foreach (var record in await _log.ReadAsync(topic, partition.Partition, offset, Limits, cancellationToken))
            {
                offset = record.Offset + 1;
                if (record.Value is not { } value)
                {
                    continue;
                }

                var id = SchemaFrame.ReadId(value.Span);
                if (!decoders.TryGetValue(id, out var decoder))
                {
                    decoder = new EnvelopeDecoder(AvroSchema.Parse(await _registry.GetByIdAsync(id, cancellationToken)), table);
                    decoders.Add(id, decoder);
                }

                var change = decoder.DecodeEvent(value.Span);
                yield return new TopicEvent(BlockId.TryParse(change.Position.CutId)?.Microseconds ?? 0, topic, partition.Partition, record.Offset, change);
            }
        }
    }
}

/// <summary>An event with its place.</summary>
/// <param name="Block">The capture's clock of its block, microseconds; blocks follow each other by it.</param>
internal readonly record struct TopicEvent(long Block, string Topic, int Partition, long Offset, ChangeEvent Change);
