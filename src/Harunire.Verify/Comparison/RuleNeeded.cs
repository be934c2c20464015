namespace Harunire.Verify.Comparison;

/// <summary>How two values of a column compare: equal, equal by a rule, or not.</summary>
[Flags]
public enum RuleNeeded
{
    /// <summary>Equal by value; no rule was needed.</summary>
    None = 0,
    Scale = 1,
    Tolerance = 2,
    Padding = 4,
    Grain = 8,

    /// <summary>Equal as of the batch's moment; the result table shows a later one.</summary>
    AsOf = 16,

    /// <summary>Not equal by any rule that is declared.</summary>
    Different = 32,
}
