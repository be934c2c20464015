namespace Harunire.Capture.Polling;

/// <summary>What a table's strategy gives at a poll.</summary>
public enum ChangeReading
{
    /// <summary>Each change with its rows before and after.</summary>
    Changes,

    /// <summary>Rows that may have changed, and perhaps deletes, without the row before: that is the last published one of the key.</summary>
    ChangedRows,

    /// <summary>Nothing: all rows are compared with the published ones.</summary>
    WholeTable,
}
