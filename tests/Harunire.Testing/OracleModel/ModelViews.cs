using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>The dictionary and dynamic views that a reader asks, as rows.</summary>
internal static class ModelViews
{
    /// <summary>Null: there is no view of this name.</summary>
    public static IEnumerable<ModelRow>? Rows(ModelOracle oracle, string name) => name switch
    {
        "DUAL" => [Row(("DUMMY", Text("X")))],
        "V$DATABASE" => [Row(("CURRENT_SCN", Number(oracle.Scn)))],
        "V$UNDOSTAT" => [Row(("END_TIME", Date(oracle.Local)), ("TUNED_UNDORETENTION", Number(oracle.TunedUndoRetention)))],
        "V$DATAFILE" => [Row(("UNRECOVERABLE_CHANGE#", Number(oracle.UnrecoverableScn))), Row(("UNRECOVERABLE_CHANGE#", Number(0)))],
        "GV$TRANSACTION" => oracle.OpenTransactions.Select(t => Row(("START_DATE", Date(t.Start)))),
        "NLS_DATABASE_PARAMETERS" => [Row(("PARAMETER", Text("NLS_CHARACTERSET")), ("VALUE", Text(oracle.Charset))), Row(("PARAMETER", Text("NLS_NCHAR_CHARACTERSET")), ("VALUE", Text("AL16UTF16")))],
        "ALL_TABLES" => Visible(oracle).Select(t => Row(
            ("OWNER", Text(t.Owner)), ("TABLE_NAME", Text(t.Name)), ("TEMPORARY", Text(t.IsTemporary ? "Y" : "N")), ("IOT_TYPE", Text(t.IotType)), ("CLUSTER_NAME", Text(t.Cluster)),
            ("DEPENDENCIES", Text(t.HasRowDependencies ? " ENABLED" : "DISABLED")), ("ROW_MOVEMENT", Text(t.HasRowMovement ? "ENABLED" : "DISABLED")), ("PARTITIONED", Text("NO")))),
        "ALL_TAB_COLUMNS" => Visible(oracle).SelectMany(t => t.Columns.Select((c, i) => Column(t, c, i + 1))),
        "ALL_CONSTRAINTS" => Constraints(oracle).Select(c => Row(
            ("OWNER", Text(c.Table.Owner)), ("CONSTRAINT_NAME", Text(c.Name)), ("CONSTRAINT_TYPE", Text(c.Type)), ("TABLE_NAME", Text(c.Table.Name)), ("STATUS", Text("ENABLED")))),
        "ALL_CONS_COLUMNS" => Constraints(oracle).SelectMany(c => c.Columns.Select((column, i) => Row(
            ("OWNER", Text(c.Table.Owner)), ("CONSTRAINT_NAME", Text(c.Name)), ("TABLE_NAME", Text(c.Table.Name)), ("COLUMN_NAME", Text(column)), ("POSITION", Number(i + 1))))),
        "ALL_OBJECTS" => Visible(oracle).Select(t => Row(
            ("OWNER", Text(t.Owner)), ("OBJECT_NAME", Text(t.Name)), ("OBJECT_TYPE", Text("TABLE")), ("OBJECT_ID", Number(t.ObjectId)), ("DATA_OBJECT_ID", Number(t.DataObjectId)), ("LAST_DDL_TIME", Date(t.LastDdl)))),
        "ALL_MVIEW_LOGS" => oracle.Tables.Where(t => t.Log is not null).Select(t => Row(
            ("LOG_OWNER", Text(t.Owner)), ("MASTER", Text(t.Name)), ("LOG_TABLE", Text(t.Log!.Name)), ("COMMIT_SCN_BASED", Text("YES")), ("PRIMARY_KEY", Text("YES")))),
        "ALL_BASE_TABLE_MVIEWS" => oracle.Tables.SelectMany(t => Enumerable.Repeat(t, t.Consumers)).Select((t, i) => Row(("OWNER", Text(t.Owner)), ("MASTER", Text(t.Name)), ("MVIEW_ID", Number(i)))),
        "ALL_SUMMAP" => oracle.SumMap.Select(m => Row(("XID", Number(m.Xid)), ("COMMIT_SCN", Number(m.Scn)))),
        "ALL_SUMDELTA" => oracle.SumDelta.Select(d => Row(
            ("TABLEOBJ#", Number(d.Table.ObjectId)), ("SCN", Number(d.Scn)), ("LOWROWID", Datum.FromRaw(d.Low)), ("HIGHROWID", Datum.FromRaw(d.High)))),
        _ => null,
    };

    private static IEnumerable<ModelTable> Visible(ModelOracle oracle) => oracle.Tables.Where(t => !oracle.Revoked.Contains(t.Name));

    private static IEnumerable<(ModelTable Table, string Name, string Type, IReadOnlyList<string> Columns)> Constraints(ModelOracle oracle) =>
        Visible(oracle).SelectMany(t => new[] { (t, t.Name + "_PK", "P", t.Key), (t, t.Name + "_UK", "U", t.Unique) }).Where(c => c.Item4.Count > 0);

    private static ModelRow Column(ModelTable table, ModelColumn column, int position)
    {
        var (precision, scale) = column.Type is Model.Types.NumberType number ? (number.Precision, number.Scale) : (null, null);
        return Row(
            ("OWNER", Text(table.Owner)), ("TABLE_NAME", Text(table.Name)), ("COLUMN_NAME", Text(column.Name)), ("COLUMN_ID", Number(position)),
            ("DATA_TYPE", Text(column.DictionaryType)), ("DATA_LENGTH", Number(column.Length)), ("CHAR_LENGTH", Number(column.Length)),
            ("DATA_PRECISION", precision is { } p ? Number(p) : Datum.Null), ("DATA_SCALE", scale is { } s ? Number(s) : Datum.Null),
            ("NULLABLE", Text(column.Nullable && !table.Key.Contains(column.Name) ? "Y" : "N")));
    }

    private static ModelRow Row(params (string Name, Datum Value)[] values) => values.Aggregate(new ModelRow(), (row, value) => row.Add(null, value.Name, value.Value));

    private static Datum Text(string? text) => Datum.FromText(text);

    private static Datum Number(long number) => Datum.FromNumber(number);

    private static Datum Date(DateTime time) => Datum.FromDate(OracleDate.Create(time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second)!.Value);
}
