namespace Harunire.Topics.Logs;

/// <summary>Topics of records in partitions with offsets: an embedded file, or Kafka.</summary>
/// <remarks>All members may be called from several threads. Errors are <c>HarunireException</c>s with codes of <see cref="TopicErrors"/>.</remarks>
public interface ITopicLog : IAsyncDisposable
{
    /// <summary>What this log promises beyond the contract, or lacks.</summary>
    TopicLogCapabilities Capabilities { get; }

    /// <summary>Makes a topic; does nothing where it exists with the same number of partitions, else HAR4002.</summary>
    ValueTask CreateTopicAsync(string topic, int partitions, TopicCleanup cleanup = TopicCleanup.ByAge, CancellationToken cancellationToken = default);

    /// <summary>Appends records; once it returns they survive a power failure. All or none of them, over all their topics, where <see cref="TopicLogCapabilities.AtomicAppends"/>.</summary>
    /// <remarks>Without atomic appends, records of one partition keep their order, and a failure leaves any of them in the log: a transient error says that the outcome is not known.</remarks>
    /// <returns>The position of each record, in the order given.</returns>
    ValueTask<IReadOnlyList<TopicPosition>> AppendAsync(IReadOnlyList<ProducedRecord> records, CancellationToken cancellationToken = default);

    /// <summary>Reads records from an offset on, in order, without gaps; empty at the end.</summary>
    /// <remarks>At least one record comes where there is one, whatever its size. HAR4003 for a lost offset, HAR4004 beyond the end, HAR4005 for a damaged record.</remarks>
    ValueTask<IReadOnlyList<TopicRecord>> ReadAsync(string topic, int partition, long fromOffset, ReadLimits limits, CancellationToken cancellationToken = default);

    /// <summary>The last record of a topic with this key; null where there is none. Meant for topics of positions.</summary>
    ValueTask<TopicRecord?> ReadLastAsync(string topic, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default);

    /// <summary>The offset that the next record of a partition gets.</summary>
    ValueTask<long> EndOffsetAsync(string topic, int partition, CancellationToken cancellationToken = default);

    /// <summary>All topics by name (ordinal order).</summary>
    ValueTask<IReadOnlyList<TopicDescription>> ListTopicsAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes the records below an offset; they are never readable again and offsets are never reused.</summary>
    ValueTask DeleteBeforeAsync(string topic, int partition, long offset, CancellationToken cancellationToken = default);

    /// <summary>Waits until a partition has a record at <paramref name="fromOffset"/>.</summary>
    /// <returns>False where the time ran out.</returns>
    ValueTask<bool> WaitAsync(string topic, int partition, long fromOffset, TimeSpan timeout, CancellationToken cancellationToken = default);
}
