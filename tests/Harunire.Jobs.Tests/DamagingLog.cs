using Harunire.Topics.Logs;

namespace Harunire.Jobs.Tests;

/// <summary>A log that gives one record's value back with its last byte missing.</summary>
internal sealed class DamagingLog(ITopicLog inner, string damagedTopic, long damagedOffset) : ITopicLog
{
    public TopicLogCapabilities Capabilities => inner.Capabilities;

    public async ValueTask<IReadOnlyList<TopicRecord>> ReadAsync(string topic, int partition, long fromOffset, ReadLimits limits, CancellationToken cancellationToken = default) =>
        [.. (await inner.ReadAsync(topic, partition, fromOffset, limits, cancellationToken)).Select(record => topic == damagedTopic && record.Offset == damagedOffset ? record with { Value = record.Value!.Value[..^1] } : record)];

    public ValueTask<IReadOnlyList<TopicPosition>> AppendAsync(IReadOnlyList<ProducedRecord> records, CancellationToken cancellationToken = default) => inner.AppendAsync(records, cancellationToken);

    public ValueTask CreateTopicAsync(string topic, int partitions, TopicCleanup cleanup = TopicCleanup.ByAge, CancellationToken cancellationToken = default) =>
        inner.CreateTopicAsync(topic, partitions, cleanup, cancellationToken);

    public ValueTask<TopicRecord?> ReadLastAsync(string topic, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) => inner.ReadLastAsync(topic, key, cancellationToken);

    public ValueTask<long> EndOffsetAsync(string topic, int partition, CancellationToken cancellationToken = default) => inner.EndOffsetAsync(topic, partition, cancellationToken);

    public ValueTask<IReadOnlyList<TopicDescription>> ListTopicsAsync(CancellationToken cancellationToken = default) => inner.ListTopicsAsync(cancellationToken);

    public ValueTask DeleteBeforeAsync(string topic, int partition, long offset, CancellationToken cancellationToken = default) => inner.DeleteBeforeAsync(topic, partition, offset, cancellationToken);

    public ValueTask<bool> WaitAsync(string topic, int partition, long fromOffset, TimeSpan timeout, CancellationToken cancellationToken = default) => inner.WaitAsync(topic, partition, fromOffset, timeout, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
