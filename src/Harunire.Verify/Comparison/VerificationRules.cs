using System.Collections.Immutable;
using Harunire.Model.Values;

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

    /// <summary>Tells of a key that it changed between the two sides' moments; null: both are as of the same cut.</summary>
    public Func<Datum[], bool>? InFlight { get; init; }

    /// <summary>How many failing keys are kept with their values; all are counted, and the report says how many it shows.</summary>
    public int KeptKeys { get; init; } = 1000;

    public int KeyCount => Columns.Count(c => c.IsKey);
}
