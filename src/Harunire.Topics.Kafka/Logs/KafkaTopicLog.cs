using Confluent.Kafka;
using Harunire.Model.Errors;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harunire.Topics.Kafka.Logs;

/// <summary>A Kafka cluster as a topic log. Appends are not atomic; what counts is decided by the jobs (docs/decisions/0010).</summary>
public sealed class KafkaTopicLog : ITopicLog, IProgressMonitor
{
    private const int MostLanes = 4;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly KafkaConnection _connection;
    private readonly KafkaTopicSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly KafkaTopics _topics;
    private readonly KafkaAppender _appender;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly List<FetchLane> _lanes = [];

    /// <summary>Connects with the first call that needs it.</summary>
    public KafkaTopicLog(KafkaConnection connection, KafkaTopicSettings settings, TimeProvider? clock = null, ILogger? logger = null)
    {
        (_connection, _settings, _clock, _logger) = (connection, settings, clock ?? TimeProvider.System, logger ?? NullLogger.Instance);
        _topics = new KafkaTopics(connection, settings, _clock, _logger);
        _appender = new KafkaAppender(connection, _topics, settings, _clock, _logger);
    }

    public TopicLogCapabilities Capabilities { get; } = new() { AtomicAppends = false, AnyTimestamp = false, Sizes = false };

    public ValueTask CreateTopicAsync(string topic, int partitions, TopicCleanup cleanup = TopicCleanup.ByAge, CancellationToken cancellationToken = default) =>
        _topics.CreateAsync(topic, partitions, cleanup, cancellationToken);

    public async ValueTask<IReadOnlyList<TopicPosition>> AppendAsync(IReadOnlyList<ProducedRecord> records, CancellationToken cancellationToken = default) =>
        records.Count == 0 ? [] : await _appender.AppendAsync(records, cancellationToken);

    public async ValueTask<IReadOnlyList<TopicRecord>> ReadAsync(string topic, int partition, long fromOffset, ReadLimits limits, CancellationToken cancellationToken = default)
    {
        var place = await PlaceAsync(topic, partition, cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => LaneFor(place, fromOffset).Read(place, fromOffset, limits, cancellationToken), cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    public async ValueTask<TopicRecord?> ReadLastAsync(string topic, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        var partitions = await _topics.PartitionsAsync(topic, cancellationToken);
        var partition = KeyPartitioner.Partition(key.Span, partitions);
        var place = await PlaceAsync(topic, partition, cancellationToken);
        var (first, end) = await BoundsAsync(place, cancellationToken);
        for (var (to, length) = (end, 64L); to > first; length *= 4)
        {
            var from = Math.Max(first, to - length);
            TopicRecord? last = null;
            for (var next = from; next < to;)
            {
                var records = await ReadAsync(topic, partition, next, ReadLimits.Default, cancellationToken);
                foreach (var record in records)
                {
                    last = record.Offset < to && record.Key is { } found && found.Span.SequenceEqual(key.Span) ? record : last;
                }

                next = records.Count == 0 ? to : records[^1].Offset + 1;
            }

            if (last is not null)
            {
                return last;
            }

            to = from;
        }

        return null;
    }

    public async ValueTask<long> EndOffsetAsync(string topic, int partition, CancellationToken cancellationToken = default) =>
        (await BoundsAsync(await PlaceAsync(topic, partition, cancellationToken), cancellationToken)).End;

    public ValueTask<IReadOnlyList<TopicDescription>> ListTopicsAsync(CancellationToken cancellationToken = default) => _topics.ListAsync(cancellationToken);

    public async ValueTask DeleteBeforeAsync(string topic, int partition, long offset, CancellationToken cancellationToken = default)
    {
        var place = await PlaceAsync(topic, partition, cancellationToken);
        var (first, end) = await BoundsAsync(place, cancellationToken);
        if (offset > end)
        {
            throw new HarunireException(TopicErrors.OffsetBeyondEnd, $"the partition ends at offset {end}", new TopicPosition(topic, partition, offset).ToString());
        }

        if (offset > first)
        {
            await _topics.DeleteBeforeAsync(topic, partition, offset);
        }
    }

    public async ValueTask<bool> WaitAsync(string topic, int partition, long fromOffset, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var started = _clock.GetTimestamp();
        while (true)
        {
            if (await EndOffsetAsync(topic, partition, cancellationToken) > fromOffset)
            {
                return true;
            }

            var left = timeout - _clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await Task.Delay(left < PollInterval ? left : PollInterval, _clock, cancellationToken);
        }
    }

    public ValueTask TellProgressAsync(IEnumerable<TopicPosition> next) => _topics.TellProgressAsync(next);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([_appender.DisposeAsync().AsTask(), .. _lanes.Select(lane => lane.DisposeAsync().AsTask())]);
        await _topics.DisposeAsync();
    }

    private async ValueTask<TopicPartition> PlaceAsync(string topic, int partition, CancellationToken cancellationToken)
    {
        var count = await _topics.PartitionsAsync(topic, cancellationToken);
        return partition >= 0 && partition < count
            ? new TopicPartition(topic, partition)
            : throw new HarunireException(TopicErrors.UnknownTopic, $"there is no partition {partition}, it has {count}", topic);
    }

    private async Task<(long First, long End)> BoundsAsync(TopicPartition place, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        FetchLane lane;
        try
        {
            lane = _lanes.Count > 0 ? _lanes[0] : NewLane();
        }
        finally
        {
            _reading.Release();
        }

        return await Task.Run(() => lane.Bounds(place), cancellationToken);
    }

    // Readers at several places of one partition get a consumer each, so that none throws away what another has read ahead.
    private FetchLane LaneFor(TopicPartition place, long offset) =>
        _lanes.Find(lane => lane.IsAt(place, offset))
        ?? _lanes.Find(lane => !lane.Reads(place))
        ?? (_lanes.Count < MostLanes ? NewLane() : _lanes[^1]);

    private FetchLane NewLane()
    {
        var lane = new FetchLane(_connection, _settings, _clock, _logger);
        _lanes.Add(lane);
        return lane;
    }
}
