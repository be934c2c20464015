using System.Collections.Immutable;

namespace Harunire.Topics.Logs;

/// <summary>A topic with its partitions.</summary>
public sealed record TopicDescription
{
    public required string Name { get; init; }

    /// <summary>Unlike that of a topic of the same name that was deleted before; null where the log gives none.</summary>
    public string? Id { get; init; }

    /// <summary>By number.</summary>
    public required ImmutableArray<PartitionDescription> Partitions { get; init; }

    public long Records => Partitions.Sum(p => p.Records);

    /// <summary>Null where the log does not tell.</summary>
    public long? Bytes => Partitions.Any(p => p.Bytes is null) ? null : Partitions.Sum(p => p.Bytes);
}
