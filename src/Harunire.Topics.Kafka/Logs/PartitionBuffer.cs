using Confluent.Kafka;
using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Kafka.Logs;

/// <summary>What has been fetched of one partition and not yet been asked for.</summary>
internal sealed class PartitionBuffer(TopicPartition place, long from)
{
    /// <summary>Of one read: a longer list is a large object, and collecting those costs more than the records do.</summary>
    public const int MostRecords = 1000;

    private const int PauseBytes = 4 * 1024 * 1024;

    private readonly Queue<(TopicRecord Record, int Bytes)> _records = new();
    private long _bytes;

    public TopicPartition Place => place;

    /// <summary>The offset that the next reader of this buffer must ask for.</summary>
    public long Next { get; private set; } = from;

    /// <summary>The offset of the end when it was last reached; -1: not yet.</summary>
    public long End { get; private set; } = -1;

    /// <summary>What ended the fetching; told to the reader once the records before it are read.</summary>
    public HarunireException? Failure { get; set; }

    public bool IsPaused { get; set; }

    public int Count => _records.Count;

    public bool IsFull => _bytes >= PauseBytes;

    public bool IsNearlyEmpty => _bytes <= PauseBytes / 4;

    public void Add(ConsumeResult<byte[]?, byte[]?> result)
    {
        if (result.IsPartitionEOF)
        {
            End = result.Offset.Value;
            return;
        }

        var message = result.Message;
        var bytes = (message.Key?.Length ?? 0) + (message.Value?.Length ?? 0);
        IReadOnlyList<RecordHeader> headers = [];
        if (message.Headers is { Count: > 0 } given)
        {
            headers = [.. given.Select(h => new RecordHeader(h.Key, h.GetValueBytes()))];
            bytes += headers.Sum(h => h.Name.Length + (h.Value?.Length ?? 0));
        }

        _records.Enqueue((new TopicRecord(result.Offset.Value, message.Timestamp.UnixTimestampMs, Memory(message.Key), Memory(message.Value), headers), bytes));
        _bytes += bytes + 64;
    }

    /// <summary>Takes out records up to the limits; at least one where there is one.</summary>
    public List<TopicRecord> Take(ReadLimits limits)
    {
        var most = Math.Min(Math.Min(limits.MaxRecords, MostRecords), _records.Count);
        var taken = new List<TopicRecord>(most);
        var bytes = 0L;
        while (taken.Count < most && _records.TryPeek(out var next) && (taken.Count == 0 || bytes + next.Bytes <= limits.MaxBytes))
        {
            _records.Dequeue();
            bytes += next.Bytes;
            _bytes -= next.Bytes + 64;
            Next = next.Record.Offset + 1;
            taken.Add(next.Record);
        }

        return taken;
    }

    // A plain conversion would make an empty memory of null, and an empty value of a tombstone.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(bytes);
}
