using Harunire.Model.Rows;

namespace Harunire.Capture.Polling;

/// <summary>A table whose changes since a position can't be told any more. A snapshot diff repairs it.</summary>
/// <param name="Table">As described.</param>
/// <param name="AfterScn">The last position that is known.</param>
/// <param name="Reason">For people: what cut the history.</param>
public sealed record CaptureGap(TableSchema Table, long AfterScn, string Reason);
