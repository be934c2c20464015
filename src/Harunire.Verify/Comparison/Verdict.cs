namespace Harunire.Verify.Comparison;

/// <summary>What the comparison says about a key. Closed: the counts of all verdicts add up to the keys in scope.</summary>
public enum Verdict
{
    /// <summary>All compared columns are equal by value.</summary>
    Match,

    /// <summary>Equal by the declared rules only; the rules that were needed are counted.</summary>
    WithinTolerance,

    /// <summary>Not equal, and a record that has not expired accepts it with a reason.</summary>
    Accepted,

    /// <summary>Not equal, but the key changed since the cut: to be compared again at a later one.</summary>
    InFlight,

    Different,

    /// <summary>In the legacy table only.</summary>
    Missing,

    /// <summary>In the target only.</summary>
    Extra,

    /// <summary>Could not be compared, such as a key that stands twice. Never counted as equal.</summary>
    Unverifiable,
}
