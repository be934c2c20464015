using System.Collections.Immutable;

namespace Harunire.Topics.Logs;

/// <summary>A topic with its partitions.</summary>
public sealed record TopicDescription
{
    public required string Name { get; init; }

    /// <summary>By number.</summary>
    public required ImmutableArray<PartitionDescription> Partitions { get; init; }

    public long Records => Partitions.Sum(p => p.Records);

    public long Bytes => Partitions.Sum(p => p.Bytes);
}
