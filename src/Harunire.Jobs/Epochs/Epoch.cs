using Harunire.Model.Changes;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;

namespace Harunire.Jobs.Epochs;

/// <summary>All changes between two cuts.</summary>
/// <param name="Cut">The last cut in it.</param>
/// <param name="Deltas">One batch for each wanted table, empty where nothing happened; columns as wanted, not consolidated.</param>
/// <param name="After">Where to go on once this epoch is applied.</param>
/// <param name="Events">Events of the wanted tables.</param>
public sealed record Epoch(Cut Cut, IReadOnlyDictionary<TableName, DeltaBatch> Deltas, EpochPosition After, long Events);
