using Harunire.Jobs.Capturing;
using Harunire.Model.Errors;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs;

/// <summary>The ends of blocks, in the order of the transaction topic.</summary>
internal sealed class CutLog(ITopicLog log, ISchemaRegistry registry, string topic, long start)
{
    private readonly Queue<BlockEnd> _ends = new();
    private readonly Dictionary<int, AvroSchema> _schemas = [];
    private bool _hasTopic;
    private long _next = start;

    /// <summary>The next end; null while there is none.</summary>
    public async ValueTask<BlockEnd?> PeekAsync(CancellationToken cancellationToken)
    {
        while (_ends.Count == 0)
        {
            if (!await HasTopicAsync(cancellationToken))
            {
                return null;
            }

            var records = await log.ReadAsync(topic, 0, _next, ReadLimits.Default, cancellationToken);
            if (records.Count == 0)
            {
                return null;
            }

            foreach (var record in records)
            {
                if (record.Value is { } value && await DecodeAsync(value, record.Offset, cancellationToken) is { IsEnd: true } end)
                {
                    _ends.Enqueue(new BlockEnd(end, BlockOf(end, record.Offset), record.Offset));
                }

                _next = record.Offset + 1;
            }
        }

        return _ends.Peek();
    }

    public void Take() => _ends.Dequeue();

    /// <summary>Waits for more; false where the time ran out.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_ends.Count > 0)
        {
            return true;
        }

        if (await HasTopicAsync(cancellationToken))
        {
            return await log.WaitAsync(topic, 0, _next, timeout, cancellationToken);
        }

        await Task.Delay(timeout, cancellationToken);
        return false;
    }

    private BlockId BlockOf(TransactionRecord end, long offset) =>
        BlockId.TryParse(end.Id) ?? throw new HarunireException(JobErrors.ForeignEvent, $"the id \"{end.Id}\" is not one of a capture", Place(offset));

    // What is wrong in this topic always stops the job: a cut that nobody can read must not be passed over.
    private async ValueTask<TransactionRecord> DecodeAsync(ReadOnlyMemory<byte> value, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var id = SchemaFrame.ReadId(value.Span);
            if (!_schemas.TryGetValue(id, out var schema))
            {
                schema = AvroSchema.Parse(await registry.GetByIdAsync(id, cancellationToken));
                _schemas.Add(id, schema);
            }

            return TransactionCodec.Decode(schema, value.Span);
        }
        catch (HarunireException failure)
        {
            throw new HarunireException(failure.Code, failure.Diagnostics[0].Message, Place(offset), inner: failure);
        }
    }

    private async ValueTask<bool> HasTopicAsync(CancellationToken cancellationToken) =>
        _hasTopic = _hasTopic || (await log.ListTopicsAsync(cancellationToken)).Any(each => each.Name == topic);

    private string Place(long offset) => new TopicPosition(topic, 0, offset).ToString();

    /// <param name="Offset">Of the END record.</param>
    internal readonly record struct BlockEnd(TransactionRecord Record, BlockId Block, long Offset);
}
