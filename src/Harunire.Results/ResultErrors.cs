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
        "The target could not be opened, is locked by another process, or refused a statement. Nothing of the batch in hand was written: a batch is one transaction. Look at the message of the driver, correct the cause, and start again.");

    public static ErrorCode BatchShape { get; } = new(
        "HAR6005", ErrorCategory.Bug, "Batch does not fit its table",
        "A batch held a row with another number of key columns or values than its table has, or one key twice. This is a bug in Harunire; nothing of the batch was written.");

    public static ErrorCode DamagedCell { get; } = new(
        "HAR6006", ErrorCategory.System, "Cell can't be read as its column's type",
        "A cell of a result table holds something that its column's type can't hold, so somebody else wrote to the table. Drop the table and let the job fill it anew.");

    public static IReadOnlyList<ErrorCode> All { get; } = [TableMismatch, ForeignTable, TableMissing, Unavailable, BatchShape, DamagedCell];
}
