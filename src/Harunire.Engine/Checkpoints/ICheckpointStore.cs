namespace Harunire.Engine.Checkpoints;

/// <summary>Durable state of one mapping. One engine uses it, from one thread at a time.</summary>
public interface ICheckpointStore : IDisposable
{
    /// <summary>The last checkpoint's; null where there is none yet.</summary>
    CheckpointMetadata? Metadata { get; }

    /// <summary>A group's bytes as of the last checkpoint; null where there is none.</summary>
    byte[]? Read(int table, byte[] key);

    /// <summary>All of it or nothing, durable on return.</summary>
    void Commit(IEnumerable<StateChange> changes, CheckpointMetadata metadata);

    /// <summary>The pending result rows of the last checkpoint are in the target.</summary>
    void MarkApplied();
}
