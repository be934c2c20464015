namespace Harunire.Results;

/// <summary>A table's row in <c>harunire_results</c>, where a target keeps its bookkeeping in a table of its own: filled by column names.</summary>
public sealed class BookkeepingRow
{
    /// <summary>The columns, for a SELECT whose names this class has.</summary>
    public const string Columns = "shape AS Shape, version AS Version, cut_id AS CutId, scn AS Scn, read_microseconds AS ReadMicroseconds, quarantined AS Quarantined";

    /// <summary>Columns, types and key as text.</summary>
    public string Shape { get; set; } = "";

    /// <summary>Of the last batch applied; 0: none was.</summary>
    public long Version { get; set; }

    public string? CutId { get; set; }

    public long Scn { get; set; }

    public long ReadMicroseconds { get; set; }

    public long Quarantined { get; set; }

    public AppliedState ToState() => new(Version, CutId, Scn, ReadMicroseconds) { Quarantined = Quarantined };
}
