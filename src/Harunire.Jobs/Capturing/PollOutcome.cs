namespace Harunire.Jobs.Capturing;

/// <summary>What one poll published.</summary>
/// <param name="Kind">Nothing, a part of the snapshot, or a cut.</param>
/// <param name="Scn">The source's SCN that was read.</param>
/// <param name="Events">Events in the block.</param>
/// <param name="Table">The table of a snapshot's part; null otherwise.</param>
public readonly record struct PollOutcome(PollKind Kind, long Scn, long Events, string? Table = null);
