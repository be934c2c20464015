using Npgsql.Replication.PgOutput.Messages;

namespace Harunire.Capture.PostgreSql.Replication;

/// <summary>A transaction's place in the log.</summary>
/// <param name="Lsn">Of its commit: transactions come in this order.</param>
/// <param name="Id">Its 32 bits.</param>
/// <param name="CommitMicroseconds">Since 1970-01-01 UTC.</param>
internal readonly record struct CommittedTransaction(long Lsn, uint Id, long CommitMicroseconds)
{
    public static CommittedTransaction Of(BeginMessage message) => new(
        (long)(ulong)message.TransactionFinalLsn,
        message.TransactionXid,
        (message.TransactionCommitTimestamp.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>The 64 bits, of which the log has 32: the ones nearest to a transaction of the same time.</summary>
    public long FullId(long near) => near + unchecked((int)(Id - (uint)near));
}
