using System.Collections.Immutable;
using Harunire.Verify.Comparison;
using Harunire.Verify.Reports;

namespace Harunire.Verify.Certificates;

/// <summary>What one verification found for one mapping, as the history keeps it.</summary>
public sealed record VerifiedWindow
{
    public required string RunId { get; init; }

    /// <summary>ISO 8601 in UTC, when it was verified.</summary>
    public required string Time { get; init; }

    public required string Mapping { get; init; }

    /// <summary>Of the mapping file and its accepted differences.</summary>
    public required string MappingHash { get; init; }

    /// <summary>Null where it could not be compared.</summary>
    public ReportCut? Cut { get; init; }

    /// <summary>Why it could not be compared; null where it was.</summary>
    public string? Refusal { get; init; }

    /// <summary>Keys in scope.</summary>
    public required long Keys { get; init; }

    public required long Failing { get; init; }

    public required long InFlight { get; init; }

    /// <summary>Keys that a record accepts.</summary>
    public required long Accepted { get; init; }

    public required int ColumnsCompared { get; init; }

    public required int Columns { get; init; }

    /// <summary>Rules that were needed, as <c>column: rule</c>, and how often.</summary>
    public required ImmutableSortedDictionary<string, long> Rules { get; init; }

    public static VerifiedWindow Of(MappingReport mapping, string runId, string time) => new()
    {
        RunId = runId,
        Time = time,
        Mapping = mapping.Mapping,
        MappingHash = mapping.MappingHash,
        Cut = mapping.Cut,
        Refusal = mapping.Outcome is null ? mapping.Refusal?.ToString() ?? "not compared" : null,
        Keys = mapping.Verdicts.Total,
        Failing = mapping.Verdicts.Failing,
        InFlight = mapping.Verdicts[Verdict.InFlight],
        Accepted = mapping.Verdicts[Verdict.Accepted],
        ColumnsCompared = mapping.ColumnsCompared,
        Columns = mapping.Outcome?.Columns.Length ?? 0,
        Rules = (mapping.Outcome?.Columns ?? []).SelectMany(c => c.Rules.Select(r => KeyValuePair.Create($"{c.Column.Name}: {ReportValues.RuleName(r.Key)}", r.Value))).ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    /// <summary>Why it is no equal window; null where it is one.</summary>
    public string? Flaw =>
        Refusal is not null ? $"could not be compared: {Refusal}"
        : Keys == 0 ? "was empty: nothing was compared"
        : Failing > 0 ? $"{Numerals.Share(Failing, Keys)} keys failed"
        : InFlight > 0 ? $"{Numerals.Share(InFlight, Keys)} keys were in flight"
        : null;
}
