namespace Harunire.Engine.Checkpoints;

/// <summary>Durable state of one mapping. One engine uses it, from one thread at a time.</summary>
public interface ICheckpointStore : IDisposable
{
    /// <summary>The file, for messages.</summary>
    string Name { get; }

    /// <summary>The last checkpoint's; null where there is none yet.</summary>
    CheckpointMetadata? Metadata { get; }

    /// <summary>The pages of the last checkpoint, in no order.</summary>
    IEnumerable<StatePageId> Pages { get; }

    /// <summary>A page's bytes as of the last checkpoint. HAR5010 where they are not those that were written.</summary>
    byte[] Read(StatePageId page);

    /// <summary>All of it or nothing, durable on return.</summary>
    void Commit(IEnumerable<StateChange> changes, CheckpointMetadata metadata);

    /// <summary>The pending result rows of the last checkpoint are in the target.</summary>
    void MarkApplied();
}
