using System.Buffers.Binary;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>
/// A model of an Oracle database: tables as row versions with SCNs, undo, DDL, materialized view logs, and the views that a polling reader asks.
/// It answers statements (<see cref="ModelFactory"/>) by evaluating them, with Oracle's documented rules and errors.
/// </summary>
/// <remarks>Sources: SQL Language Reference (flashback_query_clause, Version Query Pseudocolumns, ORA_ROWSCN), Development Guide ("Using Oracle Flashback Technology"), Database Reference (the views).</remarks>
public sealed class ModelOracle
{
    private readonly List<ModelTransaction> _open = [];
    private long _nextObject = 70_000;
    private uint _nextTransaction = 100;
    private long _sequence;

    public string Owner { get; } = "CO";

    public List<ModelTable> Tables { get; } = [];

    public long Scn { get; private set; } = 2_000_000;

    /// <summary>The server's clock.</summary>
    public DateTime Utc { get; private set; } = new(2024, 5, 13, 8, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Of the server's clock from UTC.</summary>
    public TimeSpan Offset { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Undo of commits below is overwritten.</summary>
    public long UndoFloorScn { get; set; }

    /// <summary>V$UNDOSTAT.TUNED_UNDORETENTION, seconds: what Oracle hopes to keep, not a promise.</summary>
    public long TunedUndoRetention { get; set; } = 3600;

    public string Charset { get; set; } = "AL32UTF8";

    public string Service { get; set; } = "shop.example";

    /// <summary>Objects that the reader may not see: names of views or tables.</summary>
    public HashSet<string> Revoked { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Called with the text of each statement before it runs; may throw an <see cref="OracleError"/> or change the database.</summary>
    public Action<string>? BeforeStatement { get; set; }

    /// <summary>Every statement that ran.</summary>
    public List<string> Statements { get; } = [];

    /// <summary>MODULE and ACTION of the last session.</summary>
    public (string? Module, string? Action) Application { get; internal set; }

    internal List<(long Xid, long Scn)> SumMap { get; } = [];

    internal List<(ModelTable Table, byte[] Low, byte[] High, long Scn)> SumDelta { get; } = [];

    internal long UnrecoverableScn { get; private set; }

    internal IEnumerable<ModelTransaction> OpenTransactions => _open;

    internal DateTime Local => Utc + Offset;

    public ModelTable Create(string name, IReadOnlyList<ModelColumn> columns, params string[] key)
    {
        var table = new ModelTable(Owner, name, columns, key, ++_nextObject) { LastDdl = Second(Local), StructureScn = NextScn() };
        Tables.Add(table);
        return table;
    }

    public ModelTable Table(string name) => Tables.Find(t => t.Name == name) ?? throw OracleError.NotThere(name);

    /// <summary>Lets the server's clock run.</summary>
    public void Advance(TimeSpan time) => Utc += time;

    /// <summary>The SCN moves on without a change of any table.</summary>
    public void Tick() => NextScn();

    public ModelTransaction Begin()
    {
        var xid = new byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(xid, 4);
        BinaryPrimitives.WriteUInt16LittleEndian(xid.AsSpan(2), 17);
        BinaryPrimitives.WriteUInt32LittleEndian(xid.AsSpan(4), _nextTransaction++);
        var transaction = new ModelTransaction(this, xid, Second(Local));
        _open.Add(transaction);
        return transaction;
    }

    /// <summary>A transaction that is committed at once.</summary>
    public long Commit(Action<ModelTransaction> work)
    {
        var transaction = Begin();
        work(transaction);
        return transaction.Commit();
    }

    /// <summary>ALTER TABLE: history before it can't be read any more.</summary>
    public void Alter(string table, Action<ModelTable>? change = null)
    {
        var found = Table(table);
        change?.Invoke(found);
        found.StructureScn = NextScn();
        found.LastDdl = Second(Local);
    }

    /// <summary>ALTER TABLE ... ADD: a nullable column without default.</summary>
    public void AddColumn(string table, ModelColumn column) => Alter(table, found =>
    {
        found.Columns.Add(column);
        found.Versions.ForEach(v => v.Row = [.. v.Row, Datum.Null]);
    });

    /// <summary>GRANT, CREATE INDEX: LAST_DDL_TIME moves, history stays.</summary>
    public void TouchDefinition(string table) => Table(table).LastDdl = Second(Local);

    /// <summary>Rows vanish without a trace in undo, in the log or in versions.</summary>
    public void Truncate(string table) => Alter(table, found =>
    {
        var scn = NextScn();
        found.Versions.Where(v => v.Operation != 'D' && v.EndScn is null).ToList().ForEach(v => v.EndScn = scn);
        found.DataObjectId = ++_nextObject;
    });

    /// <summary>ALTER TABLE ... EXCHANGE PARTITION: all rows are replaced, without a trace.</summary>
    public void Exchange(string table, params Datum[][] rows)
    {
        Truncate(table);
        Load(Table(table), rows, isUnlogged: true);
    }

    /// <summary>INSERT /*+ APPEND */ ... NOLOGGING: the rows have no undo; data files remember the SCN, ALL_SUMDELTA the ROWIDs where there is a log.</summary>
    public void DirectLoad(string table, params Datum[][] rows)
    {
        var found = Table(table);
        var loaded = Load(found, rows, isUnlogged: true);
        UnrecoverableScn = Scn;
        if (found.Log is not null)
        {
            SumDelta.Add((found, loaded[0], loaded[^1], Scn));
        }
    }

    /// <summary>CREATE MATERIALIZED VIEW LOG ... WITH PRIMARY KEY, COMMIT SCN.</summary>
    public ModelTable CreateLog(string table)
    {
        var found = Table(table);
        var columns = found.Key.Select(k => found.Columns[found.IndexOf(k)])
            .Append(new ModelColumn("DMLTYPE$$", new TextType(1))).Append(new ModelColumn("XID$$", OracleType.Number)).Append(new ModelColumn("SEQUENCE$$", OracleType.Number));
        return found.Log = Create("MLOG$_" + table, [.. columns]);
    }

    /// <summary>Another materialized view is refreshed: Oracle purges the log.</summary>
    public void PurgeLog(string table)
    {
        Table(table).Log!.Versions.Clear();
        SumMap.Clear();
    }

    /// <summary>Earlier versions of the table's LOBs are overwritten.</summary>
    public void ForgetLobs(string table) => Table(table).LobFloorScn = Scn;

    /// <summary>The rows as they are now, by key.</summary>
    public IReadOnlyList<Datum[]> Rows(string table) =>
        [.. Table(table).Versions.Where(v => v.IsVisible(long.MaxValue)).Select(v => v.Row)];

    internal static DateTime Second(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);

    internal long NextScn() => Scn += 3;

    internal long NextSequence() => ++_sequence;

    internal long XidNumber(byte[] xid) =>
        ((long)BinaryPrimitives.ReadUInt16LittleEndian(xid) << 48) | ((long)BinaryPrimitives.ReadUInt16LittleEndian(xid.AsSpan(2)) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(xid.AsSpan(4));

    internal void Committed(ModelTransaction transaction, long scn)
    {
        _open.Remove(transaction);
        SumMap.Add((XidNumber(transaction.Xid), scn));
    }

    internal void RolledBack(ModelTransaction transaction) => _open.Remove(transaction);

    private List<byte[]> Load(ModelTable table, Datum[][] rows, bool isUnlogged)
    {
        var scn = NextScn();
        var rowIds = new List<byte[]>();
        foreach (var row in rows)
        {
            var version = new ModelVersion { RowId = table.NewRowId(), StartScn = scn, Xid = new byte[8], Operation = 'I', Row = table.Stored(row), IsUnlogged = isUnlogged };
            table.Versions.Add(version);
            rowIds.Add(version.RowId);
        }

        return rowIds;
    }
}
