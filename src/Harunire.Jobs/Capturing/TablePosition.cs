using System.Collections.Immutable;
using Harunire.Capture;

namespace Harunire.Jobs.Capturing;

/// <summary>How far one table has been read.</summary>
public sealed record TablePosition
{
    public static TablePosition Start { get; } = new();

    /// <summary>Key and columns as they were last published (<see cref="TableShape"/>); empty before the first block.</summary>
    public ImmutableArray<string> Shape { get; init; } = [];

    /// <summary>Changes up to here are published; meaningless until the snapshot is done.</summary>
    public long Scn { get; init; }

    public bool SnapshotDone { get; init; }

    /// <summary>The snapshot's chunks in key order, until a cut has taken in the changes made while they were read.</summary>
    public IReadOnlyList<ChunkPosition> Chunks { get; init; } = [];

    /// <summary>The SCN up to which the row with this key is already published.</summary>
    public long ScnOf(SnapshotKey key)
    {
        foreach (var chunk in Chunks)
        {
            if (chunk.UpTo is null || key.CompareTo(chunk.UpTo) <= 0)
            {
                return chunk.Scn;
            }
        }

        return Scn;
    }

    /// <summary>The SCN after which changes must be read: the oldest chunk's.</summary>
    public long ReadAfter => Chunks.Count == 0 ? Scn : Chunks.Min(chunk => chunk.Scn);
}

/// <summary>A snapshot chunk that was published.</summary>
/// <param name="UpTo">Its greatest key; null: it reaches to the end of the table.</param>
/// <param name="Scn">The SCN that its rows are as of.</param>
public sealed record ChunkPosition(SnapshotKey? UpTo, long Scn);
