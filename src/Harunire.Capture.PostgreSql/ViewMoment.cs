using Harunire.Capture.PostgreSql.Replication;

namespace Harunire.Capture.PostgreSql;

/// <summary>Where a view stands in the log and among the transactions.</summary>
/// <param name="Mark">The end of the changes.</param>
/// <param name="Snapshot">What its rows hold.</param>
/// <param name="Confirmed">How far the slot was confirmed before the rows were read.</param>
/// <param name="SettledAt">A snapshot tells who is in its rows once all transactions before this one have ended.</param>
internal sealed record ViewMoment(LogMark Mark, TransactionSnapshot Snapshot, long Confirmed, long SettledAt);
