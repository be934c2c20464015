using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>Reads rows of a captured table, with the row named in errors, and knows where a row stands in the snapshot's order.</summary>
internal static class OracleRows
{
    // The digits of an extended ROWID, in the order of their values.
    private const string RowIdDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>What to select for <see cref="Read"/>: the columns, and the ROWID where chunks go by it.</summary>
    public static string Select(OracleTable table) => table.IsOrderedByKey ? table.Columns : table.Columns + ", ROWIDTOCHAR(T.ROWID)";

    public static Datum[] Read(DbDataReader reader, OracleTable table, int offset, string subject)
    {
        var row = new Datum[table.Schema.Columns.Length];
        for (var i = 0; i < row.Length; i++)
        {
            try
            {
                row[i] = OracleColumn.Read(reader, offset + i, table.Schema.Columns[i].Type);
            }
            catch (HarunireException failure)
            {
                var key = string.Join(", ", table.Schema.Key.Where(k => k <= i).Select(k => string.Create(CultureInfo.InvariantCulture, $"{table.Schema.Columns[k].Name} = {(k < i ? row[k].ToString() : "?")}")));
                throw new HarunireException(CaptureErrors.BadValue, failure.Diagnostics[0].Message, $"{subject}.{table.Schema.Columns[i].Name} in the row with {key}", inner: failure);
            }
        }

        return row;
    }

    /// <summary>The row's place: its key, or its ROWID.</summary>
    public static SnapshotKey Place(DbDataReader reader, OracleTable table, Datum[] row, int offset) => table.IsOrderedByKey
        ? new SnapshotKey([.. table.Schema.Key.Select(k => (object)row[k])])
        : FromRowId(reader.GetString(offset + row.Length));

    public static async IAsyncEnumerable<(Datum[] Row, SnapshotKey Place)> ReadAsync(
        OraclePoll poll, OracleStatement statement, OracleTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = poll.Session.CreateCommand(statement);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = Read(reader, table, 0, poll.Subject(table));
            yield return (row, Place(reader, table, row, 0));
        }
    }

    /// <summary>As bytes of six bits, ordered as ROWIDs are: object, file, block, row.</summary>
    public static SnapshotKey FromRowId(string rowId) => new([rowId.Select(digit => (byte)RowIdDigits.IndexOf(digit, StringComparison.Ordinal)).ToArray()]);

    public static string ToRowId(SnapshotKey place) => string.Create(CultureInfo.InvariantCulture, $"{new StringBuilder().AppendJoin("", ((byte[])place.Parts[0]).Select(value => RowIdDigits[value]))}");
}
