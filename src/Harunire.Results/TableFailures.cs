using Harunire.Model.Errors;

namespace Harunire.Results;

/// <summary>What is wrong with a result table, in the same words whatever the target.</summary>
public static class TableFailures
{
    private const string OtherTable = "give the mapping another target table";

    /// <summary>HAR6002.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="sign">What shows that it is somebody else's.</param>
    public static HarunireException Foreign(string target, string table, string sign) =>
        new(ResultErrors.ForeignTable, $"the table exists, and {sign}", Subject(target, table), $"{OtherTable}, or drop this one");

    /// <summary>HAR6001, with the columns that differ.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="stored">Its shape; see <see cref="ShapeText"/>.</param>
    /// <param name="wanted">The shape that the mapping gives.</param>
    public static HarunireException Mismatch(string target, string table, string stored, string wanted) =>
        new(ResultErrors.TableMismatch, ShapeText.Differences(stored, wanted), Subject(target, table), $"drop the table and let the job fill it anew, or {OtherTable}");

    /// <summary>HAR6003.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="table">The table's name.</param>
    public static HarunireException Missing(string target, string table) =>
        new(ResultErrors.TableMissing, "the result table does not exist", Subject(target, table), "run 'harunire apply' on the migration");

    /// <summary>HAR6006.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="column">The cell's column.</param>
    /// <param name="cause">What reading it said.</param>
    public static HarunireException DamagedCell(string target, string table, string column, Exception cause) =>
        new(ResultErrors.DamagedCell, cause is HarunireException known ? known.Diagnostics[0].Message : cause.Message, $"{Subject(target, table)}.{column}", inner: cause);

    private static string Subject(string target, string table) => $"{target}, {table}";
}
