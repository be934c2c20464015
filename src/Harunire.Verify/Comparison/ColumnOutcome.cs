using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>What the comparison found in one column.</summary>
public sealed record ColumnOutcome
{
    public required ComparedColumn Column { get; init; }

    /// <summary>Pairs of values that were compared; 0 for an excluded column.</summary>
    public required long Compared { get; init; }

    /// <summary>Equal by value.</summary>
    public required long Equal { get; init; }

    /// <summary>Not equal by value or rule.</summary>
    public required long Different { get; init; }

    /// <summary>For each rule that was needed, how often.</summary>
    public required ImmutableSortedDictionary<RuleNeeded, long> Rules { get; init; }

    /// <summary>Numbers only: the greatest absolute difference; null where there is none.</summary>
    public OracleNumber? Largest { get; init; }

    /// <summary>Numbers only: the sum over all legacy rows, missing ones included; NULL counts nothing.</summary>
    public OracleNumber? LegacySum { get; init; }

    /// <summary>Numbers only: the sum over all target rows, extra ones included.</summary>
    public OracleNumber? TargetSum { get; init; }

    /// <summary>Numbers only: target minus legacy.</summary>
    public OracleNumber? SumDifference => TargetSum is { } target && LegacySum is { } legacy ? target - legacy : null;
}
