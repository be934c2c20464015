namespace Harunire.Jobs.Capturing;

/// <summary>What a capture has published since it started.</summary>
/// <param name="SnapshotRows">Rows read by the initial snapshot.</param>
/// <param name="Changes">Creates, updates and deletes.</param>
/// <param name="Cuts">Finished cuts, also empty ones.</param>
/// <param name="LastScn">The SCN of the last cut, also of an earlier run; -1: none yet.</param>
public readonly record struct CaptureTotals(long SnapshotRows, long Changes, long Cuts, long LastScn);
