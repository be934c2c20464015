namespace Harunire.Topics.Logs;

/// <summary>A record as read.</summary>
/// <param name="Offset">Its offset in its partition, from 0, without gaps.</param>
/// <param name="TimestampMilliseconds">Since 1970-01-01 UTC, as the producer set it.</param>
/// <param name="Key">Null: without a key.</param>
/// <param name="Value">Null: a tombstone. The bytes stay valid as long as they are held.</param>
/// <param name="Headers">In order; empty where there are none.</param>
public readonly record struct TopicRecord(
    long Offset, long TimestampMilliseconds, ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, IReadOnlyList<RecordHeader> Headers);
