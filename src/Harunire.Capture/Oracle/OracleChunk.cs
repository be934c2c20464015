using System.Globalization;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>The statement that reads the next rows of a snapshot.</summary>
internal static class OracleChunk
{
    /// <param name="after">The last row's place; null: from the first row.</param>
    /// <param name="scn">As of which SCN; null on databases that have no flashback query.</param>
    public static OracleStatement Statement(OracleTable table, SnapshotKey? after, long maxRows, long? scn)
    {
        var statement = new OracleStatement("chunk")
            .Part("columns", OracleRows.Select(table))
            .Part("table", table.Quoted)
            .Part("as_of", scn is null ? "" : " AS OF SCN :as_of")
            .Part("order", table.IsOrderedByKey ? string.Join(", ", table.KeyColumns.Select(OracleTable.Of)) : "T.ROWID")
            .Bind("max_rows", maxRows);
        if (scn is { } asOf)
        {
            statement.Bind("as_of", asOf);
        }

        return after is null ? statement.Part("after", "1 = 1")
            : table.IsOrderedByKey ? AfterKey(statement, table, after)
            : statement.Part("after", "T.ROWID > CHARTOROWID(:after_rowid)").Bind("after_rowid", OracleRows.ToRowId(after));
    }

    // k0 >= :a AND (k0 > :b OR (k1 > :c ...)): the first condition lets an index on the key be read from there on.
    private static OracleStatement AfterKey(OracleStatement statement, OracleTable table, SnapshotKey after)
    {
        var key = table.KeyColumns.ToList();
        var next = 0;
        string Bound(int i)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"key_{next++}");
            statement.Bind(name, OracleColumn.Write((Datum)after.Parts[i]));
            return OracleColumn.Parameter(name, key[i].Type);
        }

        string Beyond(int i)
        {
            var column = OracleTable.Of(key[i]);
            return i == key.Count - 1
                ? $"{column} > {Bound(i)}"
                : $"{column} >= {Bound(i)} AND ({column} > {Bound(i)} OR ({Beyond(i + 1)}))";
        }

        return statement.Part("after", Beyond(0));
    }
}
