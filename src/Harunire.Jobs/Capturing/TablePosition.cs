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

    /// <summary>True: what the change did is published already, with a row of the snapshot or as a change.</summary>
    public bool Holds(RowChange change)
    {
        if (change.Key is not { } key)
        {
            return change.Scn <= ReadAfter;
        }

        var chunk = Chunks.FirstOrDefault(chunk => chunk.UpTo is null || key.CompareTo(chunk.UpTo) <= 0);
        return chunk?.Visible is { } visible
            ? visible.Sees(change.Transaction ?? throw new InvalidOperationException($"A change of {change.Table.Name} does not tell its transaction."))
            : change.Scn <= (chunk?.Scn ?? Scn);
    }

    /// <summary>The SCN after which changes must be read: the oldest chunk's.</summary>
    public long ReadAfter => Chunks.Count == 0 ? Scn : Chunks.Min(chunk => chunk.Scn);
}

/// <summary>A snapshot chunk that was published.</summary>
/// <param name="UpTo">Its greatest key; null: it reaches to the end of the table.</param>
/// <param name="Scn">The SCN that its rows are as of; with <paramref name="Visible"/> the one from which on its changes are read.</param>
/// <param name="Visible">Whose changes its rows hold; null: those up to the SCN.</param>
public sealed record ChunkPosition(SnapshotKey? UpTo, long Scn, TransactionSnapshot? Visible = null);
