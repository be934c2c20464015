namespace Harunire.Verify.Explanation;

/// <summary>Which side the third opinion contradicts.</summary>
public enum WrongSide
{
    /// <summary>There is no third opinion, or it can't tell.</summary>
    Undecided,
    Legacy,
    Target,
    Both,
}
