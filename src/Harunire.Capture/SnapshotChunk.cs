using Harunire.Model.Values;

namespace Harunire.Capture;

/// <summary>Rows of one key range, as of the SCN of the view that read them.</summary>
/// <param name="LastKey">The greatest key in it; null: it is empty.</param>
/// <param name="IsLast">True: no row has a greater key, as of the SCN.</param>
public sealed record SnapshotChunk(IReadOnlyList<Datum[]> Rows, SnapshotKey? LastKey, bool IsLast)
{
    /// <summary>Null: the rows hold every commit up to the view's SCN, and none above.</summary>
    public ChunkHorizon? Horizon { get; init; }
}
