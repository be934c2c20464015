namespace Harunire.Jobs.Capturing;

/// <summary>Which block a poll published.</summary>
public enum PollKind
{
    /// <summary>None: the source stands where the last cut was.</summary>
    Idle,

    /// <summary>A chunk of a table's snapshot.</summary>
    SnapshotPart,

    /// <summary>A cut.</summary>
    Cut,
}
