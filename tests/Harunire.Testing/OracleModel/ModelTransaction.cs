using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>A transaction of an application. What it wrote is visible to others once it is committed.</summary>
public sealed class ModelTransaction
{
    private readonly ModelOracle _oracle;
    private readonly List<Pending> _rows = [];
    private readonly List<(ModelTable Table, Datum[] Row)> _log = [];

    internal ModelTransaction(ModelOracle oracle, byte[] xid, DateTime start) => (_oracle, Xid, Start) = (oracle, xid, start);

    internal byte[] Xid { get; }

    /// <summary>By the database's local clock.</summary>
    internal DateTime Start { get; }

    internal bool IsOpen { get; private set; } = true;

    public void Insert(string table, params Datum[] row)
    {
        var found = _oracle.Table(table);
        CheckUnique(found, row);
        _rows.Add(new Pending(found, found.NewRowId(), null) { After = found.Stored(row), Operations = "I" });
        Log(found, row, "I");
    }

    public void Update(string table, Datum[] key, params Datum[] row)
    {
        var found = _oracle.Table(table);
        var pending = Own(found, key);
        var before = pending.After!;
        var stored = found.Stored(row);
        if (KeyEncoding.Compare(found.KeyOf(before), found.KeyOf(stored)) != 0)
        {
            CheckUnique(found, stored);
        }

        var isIndexed = found.Columns.Where((column, i) => (column.IsIndexed || found.Key.Contains(column.Name)) && before[i] != stored[i]).Any();
        pending.Operations += isIndexed ? "DI" : "U";
        pending.After = stored;
        if (KeyEncoding.Compare(found.KeyOf(before), found.KeyOf(stored)) == 0)
        {
            Log(found, stored, "U");
        }
        else
        {
            Log(found, before, "D");
            Log(found, stored, "I");
        }
    }

    public void Delete(string table, params Datum[] key)
    {
        var found = _oracle.Table(table);
        var pending = Own(found, key);
        Log(found, pending.After!, "D");
        pending.Operations += "D";
        pending.After = null;
    }

    /// <summary>One version a row: what happened to it within the transaction is not told, but for the D and I of an index key.</summary>
    /// <returns>The commit's SCN.</returns>
    public long Commit()
    {
        var scn = _oracle.NextScn();
        foreach (var row in _rows)
        {
            Apply(row, scn);
        }

        foreach (var (table, row) in _log)
        {
            table.Versions.Add(new ModelVersion { RowId = table.NewRowId(), StartScn = scn, Xid = Xid, Operation = 'I', Row = row });
        }

        _oracle.Committed(this, scn);
        IsOpen = false;
        return scn;
    }

    public void Rollback()
    {
        _oracle.RolledBack(this);
        IsOpen = false;
    }

    private void Apply(Pending row, long scn)
    {
        ModelVersion Version(char operation, Datum[] image, long? end = null) =>
            new() { RowId = row.RowId, StartScn = scn, EndScn = end, Xid = Xid, Operation = operation, Row = image };
        var old = row.Old;
        if (old is not null)
        {
            old.EndScn = scn;
        }

        switch (old, row.After)
        {
            case (null, null):
                // I and D of one transaction: a row that nobody has seen.
                row.Table.Versions.Add(Version('I', row.Last, scn));
                row.Table.Versions.Add(Version('D', row.Last));
                break;
            case (null, { } after):
                row.Table.Versions.Add(Version('I', after));
                break;
            case ({ } before, null):
                row.Table.Versions.Add(Version('D', before.Row));
                break;
            case ({ } before, { } after) when row.Operations.Contains('D', StringComparison.Ordinal):
                row.Table.Versions.Add(Version('D', before.Row));
                row.Table.Versions.Add(Version('I', after));
                break;
            case (_, { } after):
                row.Table.Versions.Add(Version('U', after));
                break;
        }
    }

    private void CheckUnique(ModelTable table, Datum[] row)
    {
        var key = table.KeyOf(row);
        if (_rows.Exists(r => r.Table == table && r.After is not null && KeyEncoding.Compare(table.KeyOf(r.After), key) == 0)
            || (table.Find(key, long.MaxValue) is { } other && !_rows.Exists(r => r.Old == other)))
        {
            throw new InvalidOperationException($"ORA-00001: unique constraint on {table.Name} violated");
        }
    }

    private Pending Own(ModelTable table, Datum[] key)
    {
        if (_rows.Find(r => r.Table == table && r.After is not null && KeyEncoding.Compare(table.KeyOf(r.After), key) == 0) is { } own)
        {
            return own;
        }

        var old = table.Find(key, long.MaxValue) ?? throw new InvalidOperationException($"{table.Name} has no row {string.Join(", ", key)}");
        var pending = new Pending(table, old.RowId, old) { After = old.Row };
        _rows.Add(pending);
        return pending;
    }

    private void Log(ModelTable table, Datum[] row, string operation)
    {
        if (table.Log is { } log)
        {
            _log.Add((log, [.. table.KeyOf(table.Stored(row)), Datum.FromText(operation), Datum.FromNumber(_oracle.XidNumber(Xid)), Datum.FromNumber(_oracle.NextSequence())]));
        }
    }

    private sealed class Pending(ModelTable table, byte[] rowId, ModelVersion? old)
    {
        private Datum[]? _after;

        public ModelTable Table => table;

        public byte[] RowId => rowId;

        public ModelVersion? Old => old;

        public string Operations { get; set; } = "";

        public Datum[] Last { get; private set; } = [];

        public Datum[]? After
        {
            get => _after;
            set
            {
                _after = value;
                Last = value ?? Last;
            }
        }
    }
}
