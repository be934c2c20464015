using Harunire.Jobs.Capturing;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs;

/// <summary>Reads a table's partition ahead and keeps its events until their block is known to be whole.</summary>
internal sealed class PartitionCursor(ITopicLog log, ISchemaRegistry registry, TopicPosition start, TableSchema table)
{
    private static readonly ReadLimits Limits = new(2_000, 4 * 1024 * 1024);
    private readonly Dictionary<int, EnvelopeDecoder> _decoders = [];
    private readonly Queue<BufferedEvent> _events = new();
    private readonly Dictionary<string, int> _eventsOfBlock = new(StringComparer.Ordinal);
    private long _nextRead = start.Offset;
    private long _lastBlock = long.MinValue;

    public TableSchema Table => table;

    public string Name { get; } = $"{start.Topic}-{start.Partition}";

    /// <summary>The offset behind the last taken event.</summary>
    public long Consumed { get; private set; } = start.Offset;

    public IEnumerable<BufferedEvent> Events => _events;

    /// <summary>Reads on; false where the partition ends.</summary>
    public async ValueTask<bool> ReadOnAsync(CancellationToken cancellationToken)
    {
        var records = await log.ReadAsync(start.Topic, start.Partition, _nextRead, Limits, cancellationToken);
        foreach (var record in records)
        {
            if (record.Value is { } value)
            {
                var change = await DecodeAsync(value, record.Offset, cancellationToken);
                _events.Enqueue(new BufferedEvent(record.Offset, change));
                _eventsOfBlock[change.Position.CutId] = _eventsOfBlock.GetValueOrDefault(change.Position.CutId) + 1;
                _lastBlock = Math.Max(_lastBlock, BlockId.TryParse(change.Position.CutId)?.Microseconds ?? long.MinValue);
            }

            _nextRead = record.Offset + 1;
        }

        return records.Count > 0;
    }

    /// <summary>True where an event of a later block has been read: by order, none of this one follows.</summary>
    public bool IsBeyond(BlockId block) => _lastBlock > block.Microseconds;

    /// <summary>Takes the block's events and drops what stands before them; the number of dropped ones is returned.</summary>
    public long Take(string id, List<BufferedEvent> taken)
    {
        long dropped = 0;
        for (var left = _eventsOfBlock.GetValueOrDefault(id); left > 0;)
        {
            var item = _events.Dequeue();
            Consumed = item.Offset + 1;
            if (item.Change.Position.CutId == id)
            {
                left--;
                taken.Add(item);
            }
            else
            {
                _eventsOfBlock[item.Change.Position.CutId]--;
                dropped++;
            }
        }

        _eventsOfBlock.Remove(id);
        return dropped;
    }

    public HarunireException Foreign(long offset, string reason, Exception? inner = null) =>
        new(JobErrors.ForeignEvent, reason, $"{table.Name} in {start.Topic}, partition {start.Partition}, offset {offset}", inner: inner);

    private async ValueTask<ChangeEvent> DecodeAsync(ReadOnlyMemory<byte> value, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var id = SchemaFrame.ReadId(value.Span);
            if (!_decoders.TryGetValue(id, out var decoder))
            {
                decoder = new EnvelopeDecoder(AvroSchema.Parse(await registry.GetByIdAsync(id, cancellationToken)), table);
                _decoders.Add(id, decoder);
            }

            return decoder.DecodeEvent(value.Span);
        }
        catch (HarunireException failure)
        {
            throw Foreign(offset, failure.Diagnostics[0].Message, failure);
        }
    }

    internal readonly record struct BufferedEvent(long Offset, ChangeEvent Change);
}
