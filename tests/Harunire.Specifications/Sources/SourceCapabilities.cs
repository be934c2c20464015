using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Specifications.Sources;

/// <summary>What a provider states about itself, beside its <see cref="Capture.LossContract"/>. The suite skips what is missing, with this name.</summary>
public sealed record SourceCapabilities
{
    public required string Name { get; init; }

    /// <summary>Two transactions may write at once, so one may commit after a later one.</summary>
    public bool ConcurrentWriters { get; init; } = true;

    /// <summary>A view stays at its moment while others commit.</summary>
    public bool StableViews { get; init; } = true;

    /// <summary>Capture needs a set-up in the source: a table without it is refused with HAR3004.</summary>
    public bool NeedsSetup { get; init; } = true;

    /// <summary>False for a value that the database can't store exactly in a column of the type: the suite leaves it out.</summary>
    public Func<OracleType, Datum, bool> Holds { get; init; } = (_, _) => true;

    /// <summary>Types of Oracle that the database has no column for, by the type's name without its arguments.</summary>
    public ImmutableHashSet<string> MissingTypes { get; init; } = [];
}
