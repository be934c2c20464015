using Harunire.Model.Errors;

namespace Harunire.Results;

/// <summary>Errors of result targets, HAR6xxx.</summary>
public static class ResultErrors
{
    public static ErrorCode TableMismatch { get; } = new(
        "HAR6001", ErrorCategory.Refused, "Result table has another shape",
        "The table exists in the target with other columns, types or keys than the mapping gives. Harunire never alters a result table by itself, since the rows in it were computed by another query. Give the mapping another table name, or drop the table and let the job fill it anew.");

    public static ErrorCode ForeignTable { get; } = new(
        "HAR6002", ErrorCategory.Refused, "Table was not made by Harunire",
        "A table of this name exists in the target, but Harunire did not create it, so its rows may come from anywhere. Give the mapping another table name, or drop the table.");

    public static ErrorCode TableMissing { get; } = new(
        "HAR6003", ErrorCategory.Usage, "Result table does not exist",
        "The table was never created in this target. Run `harunire apply` on the migration, or `harunire run`, which creates it.");

    public static ErrorCode Unavailable { get; } = new(
        "HAR6004", ErrorCategory.System, "Result target can't be reached or refused",
        "The target could not be opened, is locked by another process, or refused a statement. The batch in hand was not written, or, in a target without transactions, is half written and marked so; the job finishes it at its next start. Look at the message of the driver, correct the cause, and start again.");

    public static ErrorCode BatchShape { get; } = new(
        "HAR6005", ErrorCategory.Bug, "Batch does not fit its table",
        "A batch held a row with another number of key columns or values than its table has, or one key twice. This is a bug in Harunire; nothing of the batch was written.");

    public static ErrorCode DamagedCell { get; } = new(
        "HAR6006", ErrorCategory.System, "Cell can't be read as its column's type",
        "A cell of a result table holds something that its column's type can't hold, so somebody else wrote to the table. Drop the table and let the job fill it anew.");

    public static ErrorCode NullInKey { get; } = new(
        "HAR6007", ErrorCategory.Refused, "NULL in a key column",
        "This target can't hold a row with NULL in a key column. Nothing of the batch was written. Give the column a value in the mapping's query, such as NVL(region, '-'), or take it out of the target's key.");

    public static ErrorCode ValueDoesNotFit { get; } = new(
        "HAR6008", ErrorCategory.Refused, "Value does not fit its column",
        "A value can't be stored in its column's type without loss: a number with a fraction or out of range, a time of day in a date, or more digits of a second than the type has. Nothing is rounded or cut, and nothing of the batch was written. Choose a wider type under 'target: types' in the mapping, and drop the table so that the job fills it anew.");

    public static ErrorCode BatchInFlight { get; } = new(
        "HAR6009", ErrorCategory.System, "A batch is half written",
        "The target has no transactions, and the last batch was begun but not marked as applied: the job is writing it now, or died while it did. Rows of two cuts stand in the table, so it can't be compared. Try again in a moment; where the job does not run, 'harunire run --once' finishes the batch.");

    public static ErrorCode ViewMoved { get; } = new(
        "HAR6010", ErrorCategory.System, "The table changed while it was read",
        "The target keeps no earlier state of a row, and a later batch was written while the table was read, so the rows belong to no one cut. Nothing was concluded from them. Verify again, at a calmer moment or with the job stopped.");

    public static ErrorCode Fenced { get; } = new(
        "HAR6011", ErrorCategory.Refused, "Another process has taken over the table",
        "A second process writes the same result table and has claimed it; this one stops, so that an old state never overwrites a newer one. Let only one process run a migration. Start it again if it is this one that should run.");

    public static ErrorCode ShadowedWrite { get; } = new(
        "HAR6012", ErrorCategory.System, "Somebody else wrote to the result table",
        "A cell's write time is not the one that Harunire gave its row, so another writer's value, perhaps with a time in the future, lies over ours and hides every later result. Find that writer, drop the table and let the job fill it anew.");

    public static ErrorCode Definition { get; } = new(
        "HAR6013", ErrorCategory.Usage, "The result table can't be made as the files say",
        "A name, a type under 'target: types', a keyspace or a replication does not suit the target. The message says which and what is possible. See docs/cassandra.md.");

    public static ErrorCode BadConnection { get; } = new(
        "HAR6014", ErrorCategory.Usage, "The result target's connection string is wrong",
        "The connection string has an unknown key or a value of the wrong kind. See docs/cassandra.md for its keys.");

    public static ErrorCode ReplicationMismatch { get; } = new(
        "HAR6015", ErrorCategory.Refused, "Keyspace is replicated otherwise",
        "The keyspace exists with another replication than the migration gives. Harunire never alters a keyspace: its rows would have to be repaired. Alter it yourself, or correct the migration.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [TableMismatch, ForeignTable, TableMissing, Unavailable, BatchShape, DamagedCell, NullInKey, ValueDoesNotFit, BatchInFlight, ViewMoved, Fenced, ShadowedWrite, Definition, BadConnection, ReplicationMismatch];
}
