using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Reports;

/// <summary>What one run of the verification found; every report writer prints from it and from nothing else.</summary>
public sealed record VerificationReport
{
    public required string RunId { get; init; }

    /// <summary>The migration's name.</summary>
    public required string Job { get; init; }

    /// <summary>The source's name; no secret.</summary>
    public required string Source { get; init; }

    /// <summary>ISO 8601 in UTC; empty where nobody said.</summary>
    public string Time { get; init; } = "";

    public required ImmutableArray<MappingReport> Mappings { get; init; }

    /// <summary>The next command to type where all is equal.</summary>
    public string NextWhenEqual { get; init; } = "harunire status";

    /// <summary>The next command to type where something differs.</summary>
    public string NextWhenDifferent { get; init; } = "harunire verify";

    public VerdictCounts Verdicts => Mappings.Aggregate(VerdictCounts.Zero, (sum, m) => VerdictCounts.Add(sum, m.Verdicts));

    public bool Passes => !Mappings.IsEmpty && Mappings.All(m => m.Passes);

    /// <summary>0: all equal; 1: differences; 3: could not compare; 4: refused, nothing to compare (UX, "Exit codes").</summary>
    public int ExitCode
    {
        get
        {
            var counts = Verdicts;
            if (counts[Verdict.Different] + counts[Verdict.Missing] + counts[Verdict.Extra] > 0)
            {
                return 1;
            }

            var refusals = Mappings.Select(m => m.Refusal?.Code.Category).OfType<ErrorCategory>().ToList();
            return counts[Verdict.Unverifiable] + counts[Verdict.InFlight] > 0 || refusals.Exists(r => r != ErrorCategory.Refused) ? 3
                : refusals.Count > 0 || Mappings.IsEmpty ? 4
                : 0;
        }
    }

    /// <summary>The next command to type.</summary>
    public string Next => Passes ? NextWhenEqual : NextWhenDifferent;

    /// <summary>What happened, and the next command to type; one sentence.</summary>
    public string Conclusion => $"{Finding}; next: {Next}";

    /// <summary>What happened.</summary>
    public string Finding
    {
        get
        {
            var counts = Verdicts;
            if (Passes)
            {
                return $"All {Numerals.Of(counts.Total, "key")} of {Numerals.Of(Mappings.Length, "mapping")} agree";
            }

            var refused = Mappings.Count(m => m.Outcome is null);
            var cause = Mappings.Select(m => m.MainCause).FirstOrDefault(c => c is not null);
            return $"{Numerals.Share(counts.Failing, counts.Total)} keys failed in {Mappings.Count(m => m.Verdicts.Failing > 0)} of {Numerals.Of(Mappings.Length, "mapping")}"
                + (counts[Verdict.InFlight] > 0 ? $", {Numerals.Of(counts[Verdict.InFlight])} are in flight" : "")
                + (refused > 0 ? $", {Numerals.Of(refused)} could not be compared" : "")
                + (cause is null ? "" : $"; likely cause: {cause.Title} (explains {Numerals.Share(cause.Explained, cause.Tested)} failing keys)");
        }
    }
}
