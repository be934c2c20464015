using Harunire.Model.Errors;

namespace Harunire.Jobs;

/// <summary>HAR80xx to HAR84xx: running jobs.</summary>
public static class JobErrors
{
    public static ErrorCode DamagedPosition { get; } = new("HAR8101", ErrorCategory.System, "the capture's position can't be read",
        "The record in the positions topic that tells how far the source was read is damaged or was written by a newer version. Capture stops instead of guessing where to go on. Use the version that wrote it, or delete the topics and state of the migration to start from a new snapshot.");

    public static ErrorCode TableSetChanged { get; } = new("HAR8102", ErrorCategory.Refused, "a captured table has another shape than its topic",
        "A column of a source table was dropped, renamed, moved or given another type, its key is another one, or an added column can't be NULL. Events of both shapes in one topic can't be told apart. Put the table back, or delete the topics and state of the migration and start again. Columns that are added at the end and may be NULL are taken in.");

    public static ErrorCode IncompleteCut { get; } = new("HAR8103", ErrorCategory.System, "a cut's events are not all in the topics",
        "The transaction topic says how many events of each table belong to the cut, and the topics hold fewer. The stream stops before it, so that no result shows half a transaction. Were records deleted from a topic?");

    public static ErrorCode ForeignEvent { get; } = new("HAR8104", ErrorCategory.System, "an event does not fit the plan",
        "A record of a table topic was written with other columns than the mapping's plan was made for. Run 'harunire plan' to see what changed; a mapping that needs the new shape must be rebuilt.");

    public static ErrorCode TruncatedTable { get; } = new("HAR8106", ErrorCategory.Refused, "a source table was truncated",
        "A truncate event says that all rows are gone without naming them, and the aggregation can't take back rows that it is not shown. Begin again with a new snapshot: delete the migration's topics and state, and run it. To empty a table, DELETE is followed exactly.");

    public static ErrorCode TargetLostRows { get; } = new("HAR8110", ErrorCategory.Refused, "the result table holds less than was applied to it",
        "The job's state says that a batch was applied, and the result table does not know it: the table was dropped, restored or belongs to another target. Going on would write later changes into a table without the earlier rows. Rebuild the mapping with 'harunire run --rebuild MAPPING', or point the connection at the right target.");

    public static ErrorCode QuarantineFull { get; } = new("HAR8107", ErrorCategory.Refused, "too many records are in quarantine",
        "The migration puts records that can't be decoded or applied into quarantine, up to a limit ('topics: quarantine limit'), and one more has come. So many are no exception any more: find out who writes them ('harunire topic peek <prefix>.quarantine' shows place, bytes and reason of each). Once the cause is mended, rebuild the mappings with '--rebuild'.");

    public static ErrorCode DamagedPollingState { get; } = new("HAR8120", ErrorCategory.System, "the file of published rows can't be read",
        "Polling keeps the last published row of each key in a file beside the checkpoints. It can't be opened or is damaged. It holds nothing that the topics don't: delete it, and the next poll makes it again and compares the tables once.");

    public static ErrorCode BlockOvertaken { get; } = new("HAR8111", ErrorCategory.Refused, "another capture writes to these topics",
        "Another block of events ended first, so this one does not count. A late record of a capture that was killed does this once, and capture publishes again what is missing. If it goes on, a second capture of the migration is running: stop one of them. Nothing is lost or counted twice either way.");

    public static ErrorCode RenumberedEvent { get; } = new("HAR8112", ErrorCategory.System, "a transaction was published twice under one END",
        "Two events of one transaction hold the same change with different numbers: the connector was stopped in the midst of it and began it again, and its END counts both. Which of them count can't be told, so the stream stops before it. Connectors from Debezium 3.2 on go on in the midst of a transaction instead. Let the connector fill new topics from a new snapshot.");

    public static ErrorCode StrayTransaction { get; } = new("HAR8113", ErrorCategory.System, "a transaction is out of order",
        "Transactions of a connector are applied in the order of their commits. One that was not applied comes after a later one, or has events in a topic and no END before the next transaction's. Dropping it could lose it, applying it could undo a later change, so the stream stops. Did two connectors write to these topics, or were records deleted? Let the connector fill new topics from a new snapshot.");

    public static ErrorCode SecondSnapshot { get; } = new("HAR8114", ErrorCategory.Refused, "the connector took a second snapshot",
        "Rows of a snapshot come after those of another one that are already in the results: they would be counted twice. If no change stands between the two (the connector was restarted before it had noted that the first was done), 'harunire run --rebuild MAPPING' takes the last one. Else, and for incremental snapshots: let the connector fill new topics, and rebuild.");

    public static ErrorCode NoTransactions { get; } = new("HAR8115", ErrorCategory.Usage, "the connector does not tell transactions",
        "Events of these topics name no transaction, so nobody can tell which of them belong together, and a result could show half of a transaction. Set provide.transaction.metadata=true in the connector, and let it fill new topics from a new snapshot: events that were published before stay without.");

    public static ErrorCode NoCapture { get; } = new("HAR8116", ErrorCategory.Usage, "another connector captures this source",
        "The migration's source says 'provider: debezium': its topics are filled by a Debezium connector, which Harunire neither starts nor replaces. 'harunire stream' and 'harunire run' keep the results up to date from the topics; what needs the source itself is not possible here.");

    public static ErrorCode UndeclaredType { get; } = new("HAR8117", ErrorCategory.Usage, "the topic does not tell a column's type",
        "The connector writes several of Oracle's types alike (DATE and TIMESTAMP(0), VARCHAR2 and CHAR, numbers as text), and they behave differently in a query. Nothing is guessed: declare each column that a mapping reads, as in 'ORDERS: { columns: { ORDER_TMS: DATE, STATUS: VARCHAR2(10) } }', or set column.propagate.source.type=.* in the connector. Numbers and bytes need neither.");

    public static ErrorCode NoTopicSchema { get; } = new("HAR8118", ErrorCategory.System, "a table's topic has no schema",
        "The columns of a table that a connector captures are read from the schema of its topic. The registry has no subject <topic>-value, and the topic is missing or empty. Is the prefix that of the connector ('topic.prefix'), does it capture this table, and is it the right registry?");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [DamagedPosition, TableSetChanged, IncompleteCut, ForeignEvent, TruncatedTable, TargetLostRows, QuarantineFull, DamagedPollingState, BlockOvertaken,
        RenumberedEvent, StrayTransaction, SecondSnapshot, NoTransactions, NoCapture, UndeclaredType, NoTopicSchema];
}
