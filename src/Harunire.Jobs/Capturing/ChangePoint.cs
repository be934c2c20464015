namespace Harunire.Jobs.Capturing;

/// <summary>A place in the source's changes, between two of them.</summary>
/// <param name="Scn">All changes with a smaller SCN are published.</param>
/// <param name="Count">And so many with this one, in the source's order.</param>
public readonly record struct ChangePoint(long Scn, long Count);
