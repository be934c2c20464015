using System.Diagnostics;

namespace Harunire.Verify.Comparison;

/// <summary>The word and the sign of each verdict, the same in every report.</summary>
public static class Verdicts
{
    public static IReadOnlyList<Verdict> All { get; } = Enum.GetValues<Verdict>();

    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Match => "match",
        Verdict.WithinTolerance => "within tolerance",
        Verdict.Accepted => "accepted",
        Verdict.InFlight => "in flight",
        Verdict.Different => "different",
        Verdict.Missing => "missing",
        Verdict.Extra => "extra",
        Verdict.Unverifiable => "unverifiable",
        _ => throw new UnreachableException(),
    };

    public static string Sign(this Verdict verdict) => verdict switch
    {
        Verdict.Match => "=",
        Verdict.WithinTolerance => "≈",
        Verdict.Accepted => "✓",
        Verdict.InFlight => "…",
        Verdict.Different => "≠",
        Verdict.Missing => "−",
        Verdict.Extra => "+",
        Verdict.Unverifiable => "?",
        _ => throw new UnreachableException(),
    };

    public static bool IsFailing(this Verdict verdict) => verdict is Verdict.Different or Verdict.Missing or Verdict.Extra or Verdict.Unverifiable;
}
