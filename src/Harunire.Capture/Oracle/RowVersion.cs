using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>A row of a flashback version query.</summary>
/// <param name="Transaction">VERSIONS_XID in hex; null for a base version.</param>
/// <param name="StartScn">VERSIONS_STARTSCN; null: the version is older than the range.</param>
/// <param name="Operation">I, U or D; null for a base version.</param>
/// <param name="Row">After I and U, before D.</param>
/// <param name="Chunk">Where the row stands in the snapshot's order.</param>
internal sealed record RowVersion(string? Transaction, long? StartScn, char? Operation, Datum[] Row, SnapshotKey Chunk);
