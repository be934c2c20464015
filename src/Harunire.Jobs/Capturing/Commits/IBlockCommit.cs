namespace Harunire.Jobs.Capturing.Commits;

/// <summary>How a block of events comes to count: as one append, or record by record with its END last.</summary>
internal interface IBlockCommit
{
    /// <summary>Finds the position behind the last block that counts; null: there is none.</summary>
    Task<CapturePosition?> TakeOverAsync(CancellationToken cancellationToken);

    /// <summary>Appends the block; once it returns the block counts. A transient error: whether it counts is not known, and <see cref="TakeOverAsync"/> finds out.</summary>
    /// <returns>The position to go on from.</returns>
    Task<CapturePosition> CommitAsync(Block block, CapturePosition position);
}
