using System.Collections.Immutable;

namespace Harunire.Verify.Comparison;

/// <summary>Everything that decides how two tables are compared.</summary>
public sealed record VerificationRules
{
    /// <summary>From <see cref="ColumnPairing"/>: the target's columns in their order, key columns first.</summary>
    public required ImmutableArray<ComparedColumn> Columns { get; init; }

    public ImmutableArray<AcceptedDifference> Accepted { get; init; } = [];

    /// <summary>The day by which the expiry of accepted differences is judged.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>True: two empty tables are equal.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Looks again at keys that differ; null: both sides are as of the same cut, and a difference is one.</summary>
    public ISettlement? Settlement { get; init; }

    /// <summary>How many differing keys may wait for <see cref="Settlement"/>; further ones are in flight, and the report says so.</summary>
    public int WaitingKeys { get; init; } = 10_000;

    /// <summary>How many failing keys are kept with their values; all are counted, and the report says how many it shows.</summary>
    public int KeptKeys { get; init; } = 1000;

    public int KeyCount => Columns.Count(c => c.IsKey);
}
