namespace Harunire.Topics.Debezium;

/// <summary>What <c>source.snapshot</c> says. Source: Debezium's SnapshotRecord.</summary>
public enum SnapshotMark
{
    /// <summary>No snapshot's row: a change of the stream.</summary>
    None,

    /// <summary>The first row of the whole snapshot; alone in its table it is also the table's last.</summary>
    First,

    /// <summary>Any other row.</summary>
    Row,

    /// <summary>The last row of its table.</summary>
    LastOfTable,

    /// <summary>The last row of the whole snapshot.</summary>
    Last,

    /// <summary>A row of an incremental snapshot, in the midst of the stream.</summary>
    Incremental,
}
