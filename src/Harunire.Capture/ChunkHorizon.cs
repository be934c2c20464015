namespace Harunire.Capture;

/// <summary>What a chunk's rows hold, where one SCN can't tell.</summary>
/// <param name="ReadAfter">An SCN at or below that of every commit that is not in the rows: the table's changes are read from there.</param>
/// <param name="Visible">Whose changes are in the rows.</param>
public sealed record ChunkHorizon(long ReadAfter, TransactionSnapshot Visible);
