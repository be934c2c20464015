using System.Data.Common;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture.Sqlite;

/// <summary>Turns stored cells into Oracle's values, with the row named in errors.</summary>
internal static class ImageReader
{
    public static Datum[] Read(DbDataReader reader, TableSchema table, int offset, string source) => Read(reader, table, offset, source, null);

    /// <param name="cells">Takes the row as it is stored; null: nobody asks.</param>
    public static Datum[] Read(DbDataReader reader, TableSchema table, int offset, string source, object[]? cells)
    {
        var row = new Datum[table.Columns.Length];
        for (var i = 0; i < row.Length; i++)
        {
            var cell = reader.GetValue(offset + i);
            if (cells is not null)
            {
                cells[i] = cell;
            }

            try
            {
                row[i] = StoredValue.Read(cell, table.Columns[i].Type);
            }
            catch (HarunireException failure)
            {
                throw new HarunireException(
                    CaptureErrors.BadValue,
                    $"{failure.Diagnostics[0].Message}",
                    $"{source}, {table.Name}.{table.Columns[i].Name} in the row with {DescribeKey(reader, table, offset)}",
                    failure.Diagnostics[0].Hint,
                    failure);
            }
        }

        return row;
    }

    public static SnapshotKey Key(DbDataReader reader, TableSchema table, int offset)
    {
        CheckKey(reader, table, offset, k => reader.GetValue(offset + k));
        return new SnapshotKey([.. table.Key.Select(k => reader.GetValue(offset + k))]);
    }

    /// <summary>HAR3009 where a part of the key is NULL; '' is a value to SQLite.</summary>
    public static void CheckKey(DbDataReader reader, TableSchema table, int offset, Func<int, object> cell)
    {
        foreach (var k in table.Key)
        {
            if (cell(k) is null or DBNull)
            {
                throw new HarunireException(CaptureErrors.NullKey, $"the key column {table.Columns[k].Name} is NULL", $"{table.Name} in the row with {DescribeKey(reader, table, offset)}");
            }
        }
    }

    private static string DescribeKey(DbDataReader reader, TableSchema table, int offset) =>
        string.Join(", ", table.Key.Select(k => $"{table.Columns[k].Name} = {(reader.IsDBNull(offset + k) ? "NULL" : reader.GetValue(offset + k))}"));
}
