namespace Harunire.Topics.Logs;

/// <summary>What a log may remove by itself. The embedded log removes nothing; capture does, where the migration says how long records are kept.</summary>
public enum TopicCleanup
{
    /// <summary>Records older than the log's retention.</summary>
    ByAge,

    /// <summary>Records that a later one with the same key has replaced.</summary>
    ByKey,
}
