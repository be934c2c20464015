using System.Collections.Immutable;

namespace Harunire.Verify.Comparison;

/// <summary>What the comparison of two tables found; explanations come later.</summary>
public sealed record ComparisonOutcome
{
    public required VerdictCounts Verdicts { get; init; }

    public required long LegacyRows { get; init; }

    public required long TargetRows { get; init; }

    public required ImmutableArray<ColumnOutcome> Columns { get; init; }

    /// <summary>The first failing keys in key order, at most <see cref="VerificationRules.KeptKeys"/>.</summary>
    public required ImmutableArray<FailingKey> FailingKeys { get; init; }

    /// <summary>The first keys in flight, at most <see cref="VerificationRules.KeptKeys"/>, each with its reason.</summary>
    public ImmutableArray<FailingKey> Unsettled { get; init; } = [];

    /// <summary>Null where no key waited.</summary>
    public SettlementSummary? Settlement { get; init; }

    /// <summary>The most over-represented first.</summary>
    public required ImmutableArray<Segment> Segments { get; init; }

    /// <summary>Key columns with too many values to count; they are named, not left out in silence.</summary>
    public required ImmutableArray<string> UncountedSegments { get; init; }

    /// <summary>For each accepted difference, how many keys it accepted; in the rules' order.</summary>
    public required ImmutableArray<long> AcceptedUses { get; init; }

    /// <summary>Records that would have accepted a failing key but have expired.</summary>
    public required ImmutableArray<AcceptedDifference> Expired { get; init; }
}
