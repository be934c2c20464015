using Confluent.Kafka;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Kafka.Logs;

/// <summary>An append's records on their way; told of each by librdkafka's thread.</summary>
internal sealed class PendingAppend(int count, TimeProvider clock)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TopicPosition[] _positions = new TopicPosition[count];
    private int _left = count;
    private long _lastAnswer = clock.GetTimestamp();

    /// <summary>Ends with the last acknowledgement or the first error.</summary>
    public Task Done => _done.Task;

    public int Left => Volatile.Read(ref _left);

    public Error? Failure { get; private set; }

    /// <summary>Where the failure happened.</summary>
    public string FailedAt { get; private set; } = "";

    public IReadOnlyList<TopicPosition> Positions => _positions;

    public TimeSpan Silence => clock.GetElapsedTime(Interlocked.Read(ref _lastAnswer));

    public void Answered(int index, DeliveryReport<byte[]?, byte[]?> report)
    {
        Interlocked.Exchange(ref _lastAnswer, clock.GetTimestamp());
        if (report.Error.IsError || report.Status != PersistenceStatus.Persisted)
        {
            FailedAt = $"{report.Topic}-{report.Partition.Value}";
            Failure = report.Error.IsError ? report.Error : new Error(ErrorCode.Local_Fail, "not acknowledged by all replicas in sync");
            _done.TrySetResult();
            return;
        }

        _positions[index] = new TopicPosition(report.Topic, report.Partition.Value, report.Offset.Value);
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>The first record that waits; call it only after a long silence.</summary>
    public int FirstWaiting => Array.FindIndex(_positions, position => position.Topic is null);
}
