namespace Harunire.Verify.Explanation;

/// <summary>A possible cause, tested on each failing key.</summary>
/// <param name="Title">The cause, in a few words.</param>
/// <param name="Class">What kind of difference it is.</param>
/// <param name="Advice">What to look at; one sentence.</param>
/// <param name="Explains">True where it explains the key's whole difference; the second argument is all failing keys.</param>
internal sealed record Hypothesis(string Title, DifferenceClass Class, string Advice, Func<Suspect, SuspectList, bool> Explains);
