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
            var key = row.Key.Select((value, c) => Key(value, table, c, row)).ToArray();
            if (row.Values is null)
            {
                requests[i] = new CqlRequest(delete, [timestamp, .. key]);
                continue;
            }

            var values = row.Values.Select((value, c) => Cell(value, table, c + key.Length, row));
            requests[i] = new CqlRequest(insert, [.. key, .. values, timestamp, timestamp]);
            upserts++;
        }

        return new EncodedBatch(requests, upserts);
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
