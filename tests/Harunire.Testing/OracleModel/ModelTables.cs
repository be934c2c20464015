using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>A table's rows for a query: now, as of an SCN, or all versions between two.</summary>
internal static class ModelTables
{
    /// <param name="readScn">As of when the session's transaction reads; null: as of the statement.</param>
    public static IEnumerable<ModelRow> Now(ModelOracle oracle, ModelTable table, long? readScn)
    {
        CheckDoubt(table);
        return Visible(table, readScn ?? oracle.Scn);
    }

    /// <summary>SELECT ... AS OF SCN.</summary>
    public static IEnumerable<ModelRow> AsOf(ModelOracle oracle, ModelTable table, long scn)
    {
        CheckDoubt(table);
        CheckFlashback(oracle, table);
        return scn > oracle.Scn ? throw new OracleError(8181, "specified number is not a valid system change number")
            : scn < table.StructureScn ? throw OracleError.DefinitionChanged()
            : scn < oracle.UndoFloorScn ? throw OracleError.SnapshotTooOld()
            : Visible(table, scn);
    }

    /// <summary>SELECT ... VERSIONS BETWEEN SCN: versions that were current at some time from low to high. DDL cuts them silently.</summary>
    public static IEnumerable<ModelRow> Versions(ModelOracle oracle, ModelTable table, long low, long high)
    {
        CheckDoubt(table);
        CheckFlashback(oracle, table);
        if (low < oracle.UndoFloorScn)
        {
            throw OracleError.VersionsTooOld();
        }

        var cut = low < table.StructureScn ? table.StructureScn : long.MinValue;
        return table.Versions
            .Where(v => v.StartScn <= high && !v.IsUnlogged && v.StartScn >= cut)
            .Where(v => v.Operation == 'D' ? v.StartScn >= low : v.EndScn is null || v.EndScn > low || v.StartScn >= low)
            .OrderByDescending(v => Convert.ToHexString(v.RowId), StringComparer.Ordinal)
            .ThenByDescending(v => v.StartScn)
            .Select(v =>
            {
                var isBase = v.StartScn < low;
                return Row(table, v, null)
                    .Add(null, "VERSIONS_STARTSCN", isBase ? Datum.Null : Datum.FromNumber(v.StartScn))
                    .Add(null, "VERSIONS_ENDSCN", v.EndScn is { } end && end <= high && v.Operation != 'D' ? Datum.FromNumber(end) : Datum.Null)
                    .Add(null, "VERSIONS_OPERATION", isBase ? Datum.Null : Datum.FromText(v.Operation.ToString()))
                    .Add(null, "VERSIONS_XID", isBase ? Datum.Null : Datum.FromRaw(v.Xid));
            });
    }

    private static IEnumerable<ModelRow> Visible(ModelTable table, long scn) => table.Versions.Where(v => v.IsVisible(scn)).Select(v => Row(table, v, scn));

    private static ModelRow Row(ModelTable table, ModelVersion version, long? scn)
    {
        var row = new ModelRow();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            // A LOB of an overwritten version fails when it is fetched: the row is not given to a query that names it.
            if (!(scn < table.LobFloorScn && table.Columns[i].Type is ClobType or BlobType))
            {
                row.Add(null, table.Columns[i].Name, version.Row[i]);
            }
            else
            {
                row.AddLost(table.Columns[i].Name);
            }
        }

        return row.Add(null, "ROWID", Datum.FromRaw(version.RowId)).Add(null, "ORA_ROWSCN", Datum.FromNumber(table.RowScn(version)));
    }

    private static void CheckDoubt(ModelTable table)
    {
        if (table.IsInDoubt)
        {
            throw new OracleError(1591, "lock held by in-doubt distributed transaction 4.17.99");
        }
    }

    private static void CheckFlashback(ModelOracle oracle, ModelTable table)
    {
        if (oracle.Revoked.Contains("FLASHBACK ON " + table.Name))
        {
            throw new OracleError(1031, "insufficient privileges");
        }

        if (table.IsTemporary || table.Cluster is not null)
        {
            throw new OracleError(8191, "Flashback Table operation is not supported on tables of this kind");
        }
    }
}
