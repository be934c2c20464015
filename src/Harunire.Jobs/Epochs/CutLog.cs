using System.Collections.Immutable;
using Harunire.Jobs.Capturing.Commits;
using Harunire.Model.Errors;
using Harunire.Topics;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs;

/// <summary>The ends of the blocks that count, in the order of the transaction topic.</summary>
internal sealed class CutLog(ITopicLog log, ISchemaRegistry registry, string topic, EpochPosition start, BlockOrder order)
{
    private readonly Queue<BlockEnd> _ends = new();
    private readonly TransactionTopic _transactions = new(log, registry, topic);
    private EpochPosition? _topics;
    private bool _hasTopic;
    private long _next = start.TransactionOffset;

    /// <summary>Blocks that ended and don't count.</summary>
    public long VoidBlocks { get; private set; }

    /// <summary>The transaction topic's id with those of the start.</summary>
    public ImmutableSortedDictionary<string, string> TopicIds => (_topics ?? start).TopicIds;

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
                    if (order.Counts(end, record.Headers))
                    {
                        _ends.Enqueue(new BlockEnd(end, record.Offset));
                    }
                    else
                    {
                        VoidBlocks++;
                    }
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

    // What is wrong in this topic always stops the job: a cut that nobody can read must not be passed over.
    private async ValueTask<TransactionRecord> DecodeAsync(ReadOnlyMemory<byte> value, long offset, CancellationToken cancellationToken)
    {
        try
        {
            return await _transactions.DecodeAsync(value, cancellationToken);
        }
        catch (HarunireException failure) when (!failure.IsTransient)
        {
            throw new HarunireException(failure.Code, failure.Diagnostics[0].Message, Place(offset), inner: failure);
        }
    }

    /// <summary>True once the topic is there, and is the one that the start belongs to.</summary>
    public async ValueTask<bool> HasTopicAsync(CancellationToken cancellationToken)
    {
        if (_hasTopic)
        {
            return true;
        }

        if ((await log.ListTopicsAsync(cancellationToken)).FirstOrDefault(each => each.Name == topic) is not { } found)
        {
            return start.TransactionOffset == 0 ? false : throw new HarunireException(TopicErrors.UnknownTopic, "the topic that the checkpoint was made from is gone", topic);
        }

        _topics = (_topics ?? start).With(found);
        var last = start.TransactionOffset - 1;
        if (last >= found.Partitions[0].FirstOffset)
        {
            var records = await log.ReadAsync(topic, 0, last, new ReadLimits(1, 1), cancellationToken);
            if (records is not [{ Value: { } value } record] || record.Offset != last || !order.IsStart(await DecodeAsync(value, last, cancellationToken)))
            {
                throw new HarunireException(TopicErrors.TopicReplaced, "the record there is not the END of the last applied block", Place(last));
            }
        }

        return _hasTopic = true;
    }

    /// <summary>A place in the transaction topic, for messages.</summary>
    public string Place(long offset) => new TopicPosition(topic, 0, offset).ToString();

    /// <param name="Offset">Of the END record.</param>
    internal readonly record struct BlockEnd(TransactionRecord Record, long Offset);
}
