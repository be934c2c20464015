using System.Collections.Immutable;

namespace Harunire.Verify.Explanation;

/// <summary>How a key came to its value, as the topics tell it.</summary>
public sealed record KeyTrail
{
    public static KeyTrail None { get; } = new();

    /// <summary>In the order in which they happened; the last ones where there are too many.</summary>
    public ImmutableArray<TrailEvent> Events { get; init; } = [];

    /// <summary>Events of the key that are not listed, for there are too many.</summary>
    public long Left { get; init; }

    /// <summary>What the mapping gives for the key after each cut that changed it, the oldest first; empty where it is not known.</summary>
    public ImmutableArray<EarlierRow> History { get; init; } = [];

    /// <summary>Rows that the topics hold and the source does not name for any failing key, and without which the key would have another value.</summary>
    public ImmutableArray<SourceRow> Orphans { get; init; } = [];

    /// <summary>What the topics give for the key without the orphans; null where there are none.</summary>
    public EarlierRow? WithoutOrphans { get; init; }

    /// <summary>What bounds the trail; null: nothing.</summary>
    public string? Note { get; init; }
}
