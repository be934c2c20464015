using Harunire.Model.Rows;

namespace Harunire.Capture.Polling;

/// <summary>From where a table's changes are wanted.</summary>
/// <param name="Table">As described.</param>
/// <param name="AfterScn">Changes at or below are published.</param>
/// <param name="Mark">What <see cref="IPollingView.MarkOf"/> of the view at <paramref name="AfterScn"/> told; null: it is not known any more.</param>
public sealed record ReadPosition(TableSchema Table, long AfterScn, string? Mark);
