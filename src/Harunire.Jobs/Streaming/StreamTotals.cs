namespace Harunire.Jobs.Streaming;

/// <summary>What a stream job did since it was opened.</summary>
/// <param name="Cuts">Cuts, several taken together counted once.</param>
/// <param name="Events">Change events in them.</param>
/// <param name="Rows">Result rows written or deleted.</param>
/// <param name="Scn">The last cut's; -1 before the first.</param>
public sealed record StreamTotals(long Cuts, long Events, long Rows, long Scn);
