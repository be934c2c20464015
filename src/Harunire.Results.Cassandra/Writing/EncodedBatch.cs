using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Results.Cassandra.Sessions;
using Harunire.Results.Cassandra.Tables;
using Harunire.Results.Cassandra.Values;

namespace Harunire.Results.Cassandra.Writing;

/// <summary>A batch as statements. All of it is encoded before the first row is sent: a value that does not fit leaves nothing half written.</summary>
internal sealed class EncodedBatch
{
    private EncodedBatch(CqlRequest[] requests, long upserts) => (Requests, Upserts) = (requests, upserts);

    public IReadOnlyList<CqlRequest> Requests { get; }

    public long Upserts { get; }

    public long Deletes => Requests.Count - Upserts;

    public static EncodedBatch Encode(ResultBatch batch, CqlTable table, WriteTime time)
    {
        BatchShape.Check(batch);
        var requests = new CqlRequest[batch.Rows.Count];
        var upserts = 0L;
        var timestamp = CellWriter.Long(time.Timestamp);
        var (insert, delete) = (table.Insert(), table.Delete());
        for (var i = 0; i < requests.Length; i++)
        {
            var row = batch.Rows[i];
            requests[i] = row.Values is { } values ? Insert(insert, row, values, table, timestamp) : Delete(delete, row, table, timestamp);
            upserts += row.Values is null ? 0 : 1;
        }

        return new EncodedBatch(requests, upserts);
    }

    // Key, values, write time as a value and as the timestamp.
    private static CqlRequest Insert(string cql, ResultRow row, Datum[] values, CqlTable table, byte[] timestamp)
    {
        var keys = row.Key.Length;
        var cells = new object?[keys + values.Length + 2];
        WriteKey(cells, 0, row, table);
        for (var c = 0; c < values.Length; c++)
        {
            cells[keys + c] = Cell(values[c], table, keys + c, row);
        }

        (cells[^2], cells[^1]) = (timestamp, timestamp);
        return new CqlRequest(cql, cells);
    }

    private static CqlRequest Delete(string cql, ResultRow row, CqlTable table, byte[] timestamp)
    {
        var cells = new object?[row.Key.Length + 1];
        cells[0] = timestamp;
        WriteKey(cells, 1, row, table);
        return new CqlRequest(cql, cells);
    }

    private static void WriteKey(object?[] cells, int at, ResultRow row, CqlTable table)
    {
        for (var c = 0; c < row.Key.Length; c++)
        {
            cells[at + c] = Key(row.Key[c], table, c, row);
        }
    }

    private static byte[] Key(Datum value, CqlTable table, int column, ResultRow row) =>
        Cell(value, table, column, row) ?? throw new HarunireException(
            ResultErrors.NullInKey, $"the key column {table.Columns[column].Name} is NULL in row {Name(row)}", table.Table.Name, $"write NVL({table.Columns[column].Name}, ...) in the mapping's query");

    private static byte[]? Cell(Datum value, CqlTable table, int column, ResultRow row)
    {
        var definition = table.Columns[column];
        return CellWriter.TryWrite(value, definition, out var bytes, out var problem)
            ? bytes
            : throw new HarunireException(
                ResultErrors.ValueDoesNotFit,
                $"column {definition.Name} is {definition.StoredName}, which can't hold {value} of row {Name(row)}: {problem}",
                table.Table.Name,
                $"choose a wider type in the mapping: target: types: {{ {definition.Name}: {string.Join(" or ", TypeChoice.Of(definition.Type).Where(t => t != definition.Stored).Select(t => t.ToString().ToLowerInvariant()))} }}");
    }

    private static string Name(ResultRow row) => $"({string.Join(", ", row.Key)})";
}
