namespace Harunire.Topics.Logs;

/// <summary>What a partition holds.</summary>
/// <param name="Partition">From 0.</param>
/// <param name="FirstOffset">The first offset that can be read; equal to <paramref name="EndOffset"/> where there is none.</param>
/// <param name="EndOffset">The offset of the next record.</param>
/// <param name="Bytes">Stored bytes of records, without the file's own structure; null where the log does not tell.</param>
public readonly record struct PartitionDescription(int Partition, long FirstOffset, long EndOffset, long? Bytes)
{
    public long Records => EndOffset - FirstOffset;
}
