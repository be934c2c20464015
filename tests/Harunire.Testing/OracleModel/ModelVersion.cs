using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>A version of a row. A deletion has a version of its own, with the row as it was.</summary>
internal sealed class ModelVersion
{
    public required byte[] RowId { get; init; }

    public required long StartScn { get; init; }

    /// <summary>Null: current, or a deletion.</summary>
    public long? EndScn { get; set; }

    public required byte[] Xid { get; init; }

    public required char Operation { get; init; }

    public required Datum[] Row { get; set; }

    /// <summary>Written by a NOLOGGING load: no undo tells of it.</summary>
    public bool IsUnlogged { get; init; }

    public bool IsVisible(long scn) => Operation != 'D' && StartScn <= scn && (EndScn is null || EndScn > scn);
}
