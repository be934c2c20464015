namespace Harunire.Jobs.Epochs;

/// <summary>The cut that a position has reached.</summary>
/// <param name="TransactionOffset">The next offset of the transaction topic.</param>
/// <param name="LastBlock">The clock of our capture's last block; -1: none.</param>
/// <param name="SnapshotRows">Rows taken of a connector's snapshot that is not yet whole; -1: there is none.</param>
public readonly record struct EpochPlace(long TransactionOffset, long LastBlock, long SnapshotRows);
