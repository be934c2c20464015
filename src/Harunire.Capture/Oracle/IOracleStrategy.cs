using Harunire.Capture.Polling;

namespace Harunire.Capture.Oracle;

/// <summary>One way to read a table's changes.</summary>
internal interface IOracleStrategy
{
    /// <summary>What it sees and what not.</summary>
    /// <param name="table">Null: whatever the table.</param>
    LossContract Contract(OracleTable? table);

    ChangeReading Reading(OracleTable table);

    /// <summary>What the table or the database lacks: HAR3023.</summary>
    Task CheckAsync(OraclePoll poll, OracleTable table, CancellationToken cancellationToken);

    /// <summary>As <see cref="IPollingView.ReadChangesAsync"/>. DbException passes through.</summary>
    /// <param name="mark">Null: not known; never for strategies that need it, since the poll finds a gap first.</param>
    IAsyncEnumerable<RowChange> ReadAsync(OraclePoll poll, OracleTable table, long afterScn, OracleMark? mark, CancellationToken cancellationToken);

    /// <summary>The privileges beside SELECT on the table, as GRANT statements without the grantee.</summary>
    IEnumerable<string> Privileges(OracleTable table);
}
