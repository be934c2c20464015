using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;

namespace Harunire.Verify.Reports;

/// <summary>One mapping's part of the report.</summary>
public sealed record MappingReport
{
    public required string Mapping { get; init; }

    public required string Legacy { get; init; }

    public required string Target { get; init; }

    /// <summary>The procedure that the mapping takes over; null: not said.</summary>
    public string? Replaces { get; init; }

    /// <summary>Of the mapping file and its accepted differences; empty where it has no file.</summary>
    public string MappingHash { get; init; } = "";

    /// <summary>As of which SCN the legacy table is; null: as the source is now.</summary>
    public long? BatchScn { get; init; }

    /// <summary>The plan's fingerprint.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Null where the comparison was refused before there was a cut.</summary>
    public ReportCut? Cut { get; init; }

    /// <summary>Null where the mapping could not be compared; then <see cref="Refusal"/> says why.</summary>
    public ComparisonOutcome? Outcome { get; init; }

    /// <summary>Why it could not be compared. Never counted as equal.</summary>
    public Diagnostic? Refusal { get; init; }

    public ImmutableArray<ExplainedKey> Keys { get; init; } = [];

    public ImmutableArray<HypothesisOutcome> Hypotheses { get; init; } = [];

    public ImmutableArray<AcceptedDifference> Accepted { get; init; } = [];

    /// <summary>Rates, lag and the like: name and value as the report prints them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Profile { get; init; } = [];

    /// <summary>Earlier runs, the oldest first.</summary>
    public ImmutableArray<HistoryPoint> History { get; init; } = [];

    public VerdictCounts Verdicts => Outcome?.Verdicts ?? VerdictCounts.Zero;

    /// <summary>True where it was compared, no key failed, and none is still in flight.</summary>
    public bool Passes => Outcome is not null && Verdicts.Failing == 0 && Verdicts[Verdict.InFlight] == 0;

    public int ColumnsCompared => Outcome?.Columns.Count(c => c.Column.Rule.Excluded is null) ?? 0;

    /// <summary>The strongest hypothesis; null where none explains anything.</summary>
    public HypothesisOutcome? MainCause => Hypotheses.FirstOrDefault() is { Explained: > 0 } first ? first : null;
}
