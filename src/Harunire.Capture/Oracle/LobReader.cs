using System.Data.Common;
using System.Globalization;
using System.Text;
using Harunire.Model.Changes;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>Reads a change's LOBs by a second query, as of the change's SCN; what undo no longer has becomes Debezium's unavailable value.</summary>
/// <remarks>A LOB's old versions lie in the LOB's own segment and may be gone before the row's (ORA-22924).</remarks>
internal static class LobReader
{
    /// <summary>Debezium's <c>unavailable.value.placeholder</c> (Oracle connector's documentation).</summary>
    public const string Unavailable = "__debezium_unavailable_value";

    /// <summary>The change by the table's columns: the row after with its LOBs, the row before left to the published one, a delete with its key.</summary>
    public static async Task<RowChange> CompleteAsync(OraclePoll poll, OracleTable table, RowChange change, CancellationToken cancellationToken)
    {
        var row = Widen(table, (change.After ?? change.Before)!);
        if (change.Operation == ChangeOperation.Delete)
        {
            return change with { Table = table.Schema, Before = row };
        }

        var lobs = Enumerable.Range(0, row.Length).Where(i => OracleTypeNames.IsLob(table.Schema.Columns[i].Type)).ToList();
        var values = await ReadAsync(poll, table, row, lobs, change.Scn, cancellationToken);
        for (var i = 0; i < lobs.Count; i++)
        {
            row[lobs[i]] = values[i];
        }

        return change with { Table = table.Schema, Before = null, After = row };
    }

    private static async Task<Datum[]> ReadAsync(OraclePoll poll, OracleTable table, Datum[] row, List<int> lobs, long scn, CancellationToken cancellationToken)
    {
        var statement = new OracleStatement("lobs")
            .Part("columns", string.Join(", ", lobs.Select(i => OracleTable.Of(table.Schema.Columns[i]))))
            .Part("table", table.Quoted)
            .Part("key", string.Join(" AND ", table.KeyColumns.Select((column, i) => $"{OracleTable.Of(column)} = {OracleColumn.Parameter(Name(i), column.Type)}")))
            .Bind("as_of", scn);
        for (var i = 0; i < table.Schema.Key.Length; i++)
        {
            statement.Bind(Name(i), OracleColumn.Write(row[table.Schema.Key[i]]));
        }

        try
        {
            var found = await poll.Session.QueryAsync(statement, reader => lobs.Select((ordinal, i) => OracleColumn.Read(reader, i, table.Schema.Columns[ordinal].Type)).ToArray(), cancellationToken);
            return found.Count == 1 ? found[0] : Placeholders(table, lobs);
        }
        catch (DbException failure) when (OracleFailure.IsLobGone(failure))
        {
            return Placeholders(table, lobs);
        }
    }

    private static Datum[] Placeholders(OracleTable table, List<int> lobs) =>
        [.. lobs.Select(i => table.Schema.Columns[i].Type is ClobType ? Datum.FromText(Unavailable) : Datum.FromRaw(Encoding.UTF8.GetBytes(Unavailable)))];

    private static Datum[] Widen(OracleTable table, Datum[] narrow)
    {
        var next = 0;
        return [.. table.Schema.Columns.Select(column => OracleTypeNames.IsLob(column.Type) ? Datum.Null : narrow[next++])];
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"key_{i}");
}
