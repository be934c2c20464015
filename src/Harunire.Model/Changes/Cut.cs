using System.Collections.Immutable;
using Harunire.Model.Rows;

namespace Harunire.Model.Changes;

/// <summary>A point in the source's history at which everything up to it, over all tables, has been published.</summary>
public sealed record Cut
{
    /// <summary>The id of the transaction block that carries it; unique in the topic.</summary>
    public required string Id { get; init; }

    /// <summary>All changes with an SCN at or below are in. Never falls from cut to cut; equal where nothing happened.</summary>
    public required long Scn { get; init; }

    /// <summary>The capture's clock when the cut was read, microseconds since 1970-01-01 UTC.</summary>
    public required long ReadMicroseconds { get; init; }

    /// <summary>Events of this cut by table; tables without events are absent.</summary>
    public required ImmutableSortedDictionary<string, long> EventCounts { get; init; }

    public long TotalEvents => EventCounts.Values.Sum();
}
