using Cassandra;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Results.Cassandra.Tables;
using Harunire.Results.Cassandra.Values;
using Harunire.Results.Cassandra.Writing;

namespace Harunire.Results.Cassandra.Reading;

/// <summary>A selected row as a result row, after the check that all of it was written by one of our batches, and by none after the view's.</summary>
internal sealed class RowDecoder(CqlTable table, TableMark mark, string name)
{
    public ResultRow Decode(Row row)
    {
        var decoded = table.Table.Row(i => CellReader.Read(row[i], table.Columns[i]));
        Check(row, decoded.Key);
        return decoded;
    }

    private void Check(Row row, Datum[] key)
    {
        var at = table.Columns.Length;
        if (row[at] is not long written)
        {
            throw Shadowed(key, "was not written by Harunire");
        }

        CheckCell(row[at + 1], written, CqlTable.WrittenColumn, key);
        for (var i = table.Table.KeyCount; i < table.Columns.Length; i++)
        {
            // A cell that is NULL has no write time.
            if (row[i] is not null)
            {
                CheckCell(row[at + 2 + i - table.Table.KeyCount], written, table.Columns[i].Name, key);
            }
        }

        if (WriteTime.FromTimestamp(written) > mark.Begun)
        {
            throw Moved(table.Table.Name, name, $"row ({string.Join(", ", key)}) is of version {WriteTime.FromTimestamp(written).Version}, and the view of version {mark.Applied.Version}");
        }
    }

    public static HarunireException Moved(string table, string name, string message) =>
        new(ResultErrors.ViewMoved, message, $"{name}, {table}", "verify again, or with the job stopped") { IsTransient = true };

    private void CheckCell(object? writeTime, long written, string column, Datum[] key)
    {
        if (writeTime is not long time || time != written)
        {
            throw Shadowed(key, $"has a cell of another writer: WRITETIME({column}) is {writeTime ?? "null"}, Harunire wrote it with {written}");
        }
    }

    private HarunireException Shadowed(Datum[] key, string message) =>
        new(ResultErrors.ShadowedWrite, $"row ({string.Join(", ", key)}) {message}", $"{name}, {table.Table.Name}", "find the other writer; then drop the table and rebuild the mapping");
}
