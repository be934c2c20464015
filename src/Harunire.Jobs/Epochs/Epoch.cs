using Harunire.Model.Changes;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;

namespace Harunire.Jobs.Epochs;

/// <summary>All changes between two cuts, or a part of them.</summary>
/// <param name="Cut">The last cut in it; of a part: the block that carried it.</param>
/// <param name="IsWhole">False: a part. The engine takes it in, and results wait for the parts that follow.</param>
/// <param name="Deltas">One batch for each wanted table, empty where nothing happened; columns as wanted, not consolidated.</param>
/// <param name="After">Where to go on once this epoch is applied.</param>
/// <param name="Events">Change events in it.</param>
public sealed record Epoch(Cut Cut, bool IsWhole, IReadOnlyDictionary<TableName, DeltaBatch> Deltas, EpochPosition After, long Events);
