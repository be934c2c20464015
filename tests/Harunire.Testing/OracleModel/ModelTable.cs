using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>A table of the model: its definition and all versions of its rows.</summary>
public sealed class ModelTable
{
    private const int RowsPerBlock = 4;
    private long _nextSlot;

    internal ModelTable(string owner, string name, IReadOnlyList<ModelColumn> columns, IReadOnlyList<string> key, long objectId)
    {
        (Owner, Name, Key, ObjectId, DataObjectId) = (owner, name, key, objectId, objectId);
        Columns.AddRange(columns);
    }

    public string Owner { get; }

    public string Name { get; }

    public List<ModelColumn> Columns { get; } = [];

    /// <summary>The columns of the primary key; empty: none.</summary>
    public IReadOnlyList<string> Key { get; }

    /// <summary>Columns of an enabled unique constraint beside the key.</summary>
    public IReadOnlyList<string> Unique { get; set; } = [];

    public bool HasRowDependencies { get; set; }

    public bool HasRowMovement { get; set; }

    public bool IsTemporary { get; set; }

    public string? Cluster { get; set; }

    public string? IotType { get; set; }

    /// <summary>Of the materialized view log: rows of key, DMLTYPE$$, XID$$, SEQUENCE$$; null: there is none.</summary>
    public ModelTable? Log { get; internal set; }

    /// <summary>Other materialized views that read the log.</summary>
    public int Consumers { get; set; }

    /// <summary>An in-doubt distributed transaction holds a row.</summary>
    public bool IsInDoubt { get; set; }

    internal long ObjectId { get; }

    internal long DataObjectId { get; set; }

    /// <summary>By the database's local clock, whole seconds.</summary>
    internal DateTime LastDdl { get; set; }

    /// <summary>History before it can't be read.</summary>
    internal long StructureScn { get; set; }

    /// <summary>LOB versions older than this are gone.</summary>
    internal long LobFloorScn { get; set; }

    internal List<ModelVersion> Versions { get; } = [];

    internal int IndexOf(string column) => Columns.FindIndex(c => string.Equals(c.Name, column, StringComparison.OrdinalIgnoreCase));

    internal Datum[] KeyOf(Datum[] row) => [.. Key.Select(k => row[IndexOf(k)])];

    internal ModelVersion? Find(Datum[] key, long scn) => Versions.Find(v => v.IsVisible(scn) && KeyEncoding.Compare(KeyOf(v.Row), key) == 0);

    /// <summary>Of the block without ROWDEPENDENCIES: the greatest change of any of its rows.</summary>
    internal long RowScn(ModelVersion version) => HasRowDependencies
        ? version.StartScn
        : Versions.Where(v => BlockOf(v.RowId) == BlockOf(version.RowId)).Max(v => v.StartScn);

    internal byte[] NewRowId()
    {
        var slot = _nextSlot++;
        var rowId = new byte[18];
        Write(rowId.AsSpan(0, 6), DataObjectId);
        Write(rowId.AsSpan(6, 3), 4);
        Write(rowId.AsSpan(9, 6), (slot / RowsPerBlock) + 128);
        Write(rowId.AsSpan(15, 3), slot % RowsPerBlock);
        return rowId;
    }

    internal Datum[] Stored(Datum[] row) => [.. row.Select((value, i) => Columns[i].Type is CharType text && !value.IsNull ? Datum.FromText(value.AsText.PadRight(text.Length)) : value)];

    private static string BlockOf(byte[] rowId) => Convert.ToHexString(rowId.AsSpan(0, 15));

    private static void Write(Span<byte> digits, long value)
    {
        for (var i = digits.Length - 1; i >= 0; i--, value >>= 6)
        {
            digits[i] = (byte)(value & 63);
        }
    }
}
