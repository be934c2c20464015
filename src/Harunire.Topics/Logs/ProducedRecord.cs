namespace Harunire.Topics.Logs;

/// <summary>A record to append.</summary>
public readonly record struct ProducedRecord
{
    public required string Topic { get; init; }

    /// <summary>Null: the record has no key. Such records of one append go to one partition, the next append's to the next.</summary>
    public byte[]? Key { get; init; }

    /// <summary>Null: a tombstone.</summary>
    public byte[]? Value { get; init; }

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public required long TimestampMilliseconds { get; init; }

    /// <summary>Null or empty: none.</summary>
    public IReadOnlyList<RecordHeader>? Headers { get; init; }

    /// <summary>Null: by the key, as Kafka's default partitioner does.</summary>
    public int? Partition { get; init; }
}
