using Harunire.Model.Errors;
using Harunire.Topics;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Tests;

/// <summary>A log that appends record by record, as Kafka without transactions: an append may stop anywhere, or succeed and not say so.</summary>
internal sealed class TornLog(ITopicLog inner, Random random) : ITopicLog
{
    /// <summary>One append in so many fails; 0: none.</summary>
    public int FailOneIn { get; set; } = 3;

    public int Failures { get; private set; }

    public int LargestAppend { get; private set; }

    public TopicLogCapabilities Capabilities => inner.Capabilities with { AtomicAppends = false };

    public async ValueTask<IReadOnlyList<TopicPosition>> AppendAsync(IReadOnlyList<ProducedRecord> records, CancellationToken cancellationToken = default)
    {
        LargestAppend = Math.Max(LargestAppend, records.Count);
        if (FailOneIn == 0 || random.Next(FailOneIn) > 0)
        {
            return await inner.AppendAsync(records, cancellationToken);
        }

        Failures++;
        var written = random.Next(records.Count + 1);
        if (written > 0)
        {
            await inner.AppendAsync([.. records.Take(written)], cancellationToken);
        }

        throw new HarunireException(TopicErrors.LogUnavailable, "no answer") { IsTransient = true };
    }

    public ValueTask CreateTopicAsync(string topic, int partitions, TopicCleanup cleanup = TopicCleanup.ByAge, CancellationToken cancellationToken = default) =>
        inner.CreateTopicAsync(topic, partitions, cleanup, cancellationToken);

    public ValueTask<IReadOnlyList<TopicRecord>> ReadAsync(string topic, int partition, long fromOffset, ReadLimits limits, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(topic, partition, fromOffset, limits, cancellationToken);

    public ValueTask<TopicRecord?> ReadLastAsync(string topic, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) => inner.ReadLastAsync(topic, key, cancellationToken);

    public ValueTask<long> EndOffsetAsync(string topic, int partition, CancellationToken cancellationToken = default) => inner.EndOffsetAsync(topic, partition, cancellationToken);

    public ValueTask<IReadOnlyList<TopicDescription>> ListTopicsAsync(CancellationToken cancellationToken = default) => inner.ListTopicsAsync(cancellationToken);

    public ValueTask DeleteBeforeAsync(string topic, int partition, long offset, CancellationToken cancellationToken = default) => inner.DeleteBeforeAsync(topic, partition, offset, cancellationToken);

    public ValueTask<bool> WaitAsync(string topic, int partition, long fromOffset, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        inner.WaitAsync(topic, partition, fromOffset, timeout, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
