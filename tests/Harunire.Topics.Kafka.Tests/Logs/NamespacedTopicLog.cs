using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Kafka.Tests.Logs;

/// <summary>Gives a test topics of its own on a shared broker: a prefix before every name, taken off again in what comes back.</summary>
internal sealed class NamespacedTopicLog(ITopicLog inner, string prefix) : ITopicLog
{
    public TopicLogCapabilities Capabilities => inner.Capabilities;

    public ValueTask CreateTopicAsync(string topic, int partitions, TopicCleanup cleanup = TopicCleanup.ByAge, CancellationToken cancellationToken = default) =>
        Plain(async () =>
        {
            await inner.CreateTopicAsync(In(topic), partitions, cleanup, cancellationToken);
            return true;
        }).AsVoid();

    public ValueTask<IReadOnlyList<TopicPosition>> AppendAsync(IReadOnlyList<ProducedRecord> records, CancellationToken cancellationToken = default) => Plain(async () =>
    {
        var positions = await inner.AppendAsync([.. records.Select(r => r with { Topic = In(r.Topic) })], cancellationToken);
        return (IReadOnlyList<TopicPosition>)[.. positions.Select(p => p with { Topic = Out(p.Topic) })];
    });

    public ValueTask<IReadOnlyList<TopicRecord>> ReadAsync(string topic, int partition, long fromOffset, ReadLimits limits, CancellationToken cancellationToken = default) =>
        Plain(() => inner.ReadAsync(In(topic), partition, fromOffset, limits, cancellationToken));

    public ValueTask<TopicRecord?> ReadLastAsync(string topic, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) =>
        Plain(() => inner.ReadLastAsync(In(topic), key, cancellationToken));

    public ValueTask<long> EndOffsetAsync(string topic, int partition, CancellationToken cancellationToken = default) =>
        Plain(() => inner.EndOffsetAsync(In(topic), partition, cancellationToken));

    public ValueTask<IReadOnlyList<TopicDescription>> ListTopicsAsync(CancellationToken cancellationToken = default) => Plain(async () =>
        (IReadOnlyList<TopicDescription>)[.. (await inner.ListTopicsAsync(cancellationToken)).Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(t => t with { Name = Out(t.Name) })]);

    public ValueTask DeleteBeforeAsync(string topic, int partition, long offset, CancellationToken cancellationToken = default) =>
        Plain(async () =>
        {
            await inner.DeleteBeforeAsync(In(topic), partition, offset, cancellationToken);
            return true;
        }).AsVoid();

    public ValueTask<bool> WaitAsync(string topic, int partition, long fromOffset, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Plain(() => inner.WaitAsync(In(topic), partition, fromOffset, timeout, cancellationToken));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask<T> Plain<T>(Func<ValueTask<T>> action)
    {
        try
        {
            return await action();
        }
        catch (HarunireException failure)
        {
            throw new HarunireException([.. failure.Diagnostics.Select(d => d with { Subject = d.Subject is { } subject ? Out(subject) : null })], failure);
        }
    }

    // A name that no log allows stays as it is: the prefix would make it one.
    private string In(string topic) => topic.Length is 0 or > 200 || topic is "." or ".." ? topic : prefix + topic;

    private string Out(string name) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
}

internal static class ValueTaskResult
{
    public static async ValueTask AsVoid<T>(this ValueTask<T> task) => await task;
}
