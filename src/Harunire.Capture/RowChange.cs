using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture;

/// <summary>A change as the source tells it, before it has a place in a cut. A changed primary key comes as a delete and a create.</summary>
/// <param name="Key">For comparison with a snapshot's chunks.</param>
/// <param name="CommitMicroseconds">Microseconds since 1970-01-01 UTC; null where the source does not tell.</param>
public sealed record RowChange(
    TableSchema Table,
    ChangeOperation Operation,
    SnapshotKey Key,
    Datum[]? Before,
    Datum[]? After,
    long Scn,
    long? CommitMicroseconds);
