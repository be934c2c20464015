using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>A key that failed, with both rows.</summary>
public sealed record FailingKey
{
    public required Datum[] Key { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>The legacy row in the order of the compared columns; null where there is none.</summary>
    public Datum[]? Legacy { get; init; }

    /// <summary>The target's row in the order of the compared columns; null where there is none.</summary>
    public Datum[]? Target { get; init; }

    /// <summary>Indexes into the compared columns.</summary>
    public required ImmutableArray<int> Differing { get; init; }

    /// <summary>Why it could not be compared, or is in flight; null for the other verdicts.</summary>
    public string? Reason { get; init; }
}
