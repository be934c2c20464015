using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture;

/// <summary>A change as the source tells it, before it has a place in a cut. A changed primary key comes as a delete and a create.</summary>
/// <param name="Table">As it was when the change was made: it may lack columns that were added later.</param>
/// <param name="Key">For comparison with a snapshot's chunks; null for a truncate.</param>
/// <param name="Before">Null for a create and a truncate, and where the source's <see cref="LossContract"/> gives no before images.</param>
/// <param name="After">Null for a delete and a truncate.</param>
/// <param name="CommitMicroseconds">Microseconds since 1970-01-01 UTC; null where the source does not tell.</param>
public sealed record RowChange(
    TableSchema Table,
    ChangeOperation Operation,
    SnapshotKey? Key,
    Datum[]? Before,
    Datum[]? After,
    long Scn,
    long? CommitMicroseconds)
{
    /// <summary>Where a changed key comes as a delete and a create: the key on the other side, in key order. Null elsewhere, and where the source does not tell.</summary>
    public Datum[]? MovedKey { get; init; }

    /// <summary>Of sources whose chunks have a <see cref="SnapshotChunk.Horizon"/>: who made the change. Null elsewhere.</summary>
    public long? Transaction { get; init; }
}
