namespace Harunire.Verify.Explanation;

/// <summary>A cause that was tested on the data.</summary>
/// <param name="Title">The cause, in a few words.</param>
/// <param name="Class">What kind of difference it is.</param>
/// <param name="Explained">Keys whose whole difference it explains.</param>
/// <param name="Tested">Failing keys that were examined.</param>
/// <param name="Advice">What to look at; one sentence.</param>
public sealed record HypothesisOutcome(string Title, DifferenceClass Class, long Explained, long Tested, string Advice)
{
    /// <summary>Keys that no stronger cause explains; 0 for one that adds nothing.</summary>
    public long Added { get; init; }

    /// <summary>The stronger cause that explains all of this one's keys; null where it adds keys or explains none.</summary>
    public string? Within { get; init; }
}
