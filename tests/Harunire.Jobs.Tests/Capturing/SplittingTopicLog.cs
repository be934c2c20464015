using Harunire.Jobs;
using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Tests.Capturing;

/// <summary>A log whose appends are not atomic: by a seed, an append fails after some of its records, and the others come late or never.</summary>
internal sealed class SplittingTopicLog(ITopicLog inner, Random random) : ITopicLog
{
    private readonly Queue<ProducedRecord> _late = new();

    public static HarunireException Unknown { get; } = new(JobErrors.BlockOvertaken, "not acknowledged") { IsTransient = true };

    /// <summary>In how many of 100 appends something happens.</summary>
    public int FaultPercent { get; set; }

    public int Faults { get; private set; }

    public int LateRecords { get; private set; }

    /// <summary>Runs once, before the next append of an END record.</summary>
    public Func<Task>? BeforeNextEnd { get; set; }

    public TopicLogCapabilities Capabilities { get; } = inner.Capabilities with { AtomicAppends = false };

    public async ValueTask<IReadOnlyList<TopicPosition>> AppendAsync(IReadOnlyList<ProducedRecord> records, CancellationToken cancellationToken = default)
    {
        await ReleaseAsync();
        if (BeforeNextEnd is { } action && records is [{ Headers.Count: > 0 }])
        {
            BeforeNextEnd = null;
            await action();
        }

        if (random.Next(100) >= FaultPercent)
        {
            return await inner.AppendAsync(records, cancellationToken);
        }

        Faults++;
        var written = random.Next(records.Count + 1);
        await inner.AppendAsync([.. records.Take(written)], cancellationToken);
        if (random.Next(2) == 0)
        {
            foreach (var record in records.Skip(written))
            {
                _late.Enqueue(record);
            }
        }

        throw Unknown;
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

    private async Task ReleaseAsync()
    {
        while (_late.Count > 0 && random.Next(3) == 0)
        {
            await inner.AppendAsync([_late.Dequeue()]);
            LateRecords++;
        }
    }
}
