namespace Harunire.Engine.Checkpoints;

/// <summary>What a checkpoint holds beside the state; durable with it as one unit.</summary>
public sealed record CheckpointMetadata
{
    public required string Fingerprint { get; init; }

    public required string CutId { get; init; }

    public required long CutScn { get; init; }

    /// <summary>The result batch's version; grows with each checkpoint.</summary>
    public required long Version { get; init; }

    /// <summary>Where each input stands; the caller's own bytes.</summary>
    public required byte[] Offsets { get; init; }

    /// <summary>Result rows to apply to the target; the caller's own bytes. Empty where there are none.</summary>
    public required byte[] PendingResults { get; init; }

    /// <summary>True once the pending result rows are in the target.</summary>
    public bool Applied { get; init; }
}
