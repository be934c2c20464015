namespace Harunire.Topics.Logs;

/// <summary>What one kind of log promises and another lacks; jobs ask for it instead of knowing the kind.</summary>
public sealed record TopicLogCapabilities
{
    /// <summary>An append is in the log whole or not at all, over all its topics, also after a crash; and one process at a time can append.</summary>
    /// <remarks>Without it a block of events counts from its END record on: docs/decisions/0010.</remarks>
    public required bool AtomicAppends { get; init; }

    /// <summary>Every timestamp is kept. Without it 0 and below become the time of the append, and a far future is refused.</summary>
    public required bool AnyTimestamp { get; init; }

    /// <summary>A partition tells the bytes that it holds.</summary>
    public required bool Sizes { get; init; }
}
