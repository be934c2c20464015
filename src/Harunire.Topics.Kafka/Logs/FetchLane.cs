using Confluent.Kafka;
using Harunire.Model.Errors;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Logs;
using Microsoft.Extensions.Logging;

namespace Harunire.Topics.Kafka.Logs;

/// <summary>One consumer that reads ahead in the partitions it was asked for, each from the offset asked for. One caller at a time.</summary>
/// <remarks>Offsets come from the caller alone: nothing is committed, and an offset that is gone is an error (auto.offset.reset=error).</remarks>
internal sealed class FetchLane : IAsyncDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly KafkaTopicSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ClientEvents _events;
    private readonly Dictionary<TopicPartition, PartitionBuffer> _buffers = [];

    public FetchLane(KafkaConnection connection, KafkaTopicSettings settings, TimeProvider clock, ILogger logger)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        _events = new ClientEvents(logger, "consumer");
        try
        {
            _consumer = new ConsumerBuilder<byte[]?, byte[]?>(connection.Consumer(settings.Group))
                .SetKeyDeserializer(Raw.Instance)
                .SetValueDeserializer(Raw.Instance)
                .SetErrorHandler((_, error) => _events.OnError(error))
                .SetLogHandler((_, message) => _events.OnLog(message))
                .Build();
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new HarunireException(KafkaErrors.BadSetting, failure.Message, $"connection '{connection.Name}'", inner: failure);
        }
    }

    /// <summary>True where it has read ahead from just this offset.</summary>
    public bool IsAt(TopicPartition place, long offset) => _buffers.TryGetValue(place, out var buffer) && buffer.Next == offset;

    public bool Reads(TopicPartition place) => _buffers.ContainsKey(place);

    /// <summary>First offset and end, as a leader tells them now. May be called beside a read.</summary>
    public (long First, long End) Bounds(TopicPartition place)
    {
        try
        {
            var bounds = _consumer.QueryWatermarkOffsets(place, _settings.AnswerTimeout);
            return (bounds.Low.Value, bounds.High.Value);
        }
        catch (KafkaException failure)
        {
            throw KafkaFailure.Of(failure.Error, Name(place), failure);
        }
    }

    public List<TopicRecord> Read(TopicPartition place, long from, ReadLimits limits, CancellationToken cancellationToken)
    {
        var buffer = BufferAt(place, from);
        if (buffer is not null)
        {
            Drain(buffer, limits);

            // No end was met here, so more is on its way: asking the broker for the end would only take longer.
            if (buffer.Count == 0 && buffer.End != from && buffer.Failure is null && TryTake(Slice, buffer))
            {
                Drain(buffer, limits);
            }
        }

        if (buffer is not { Count: > 0 })
        {
            buffer?.Failure.ThrowIfAny();
            var (first, end) = Bounds(place);
            var position = new TopicPosition(place.Topic, place.Partition.Value, from).ToString();
            if (from < first)
            {
                throw new HarunireException(TopicErrors.OffsetGone, $"the first offset is {first}", position);
            }

            if (from > end)
            {
                throw new HarunireException(TopicErrors.OffsetBeyondEnd, $"the partition ends at offset {end}", position);
            }

            if (from == end)
            {
                return [];
            }

            buffer ??= Assign(place, from);
            Fetch(buffer, end, position, cancellationToken);
            Drain(buffer, limits);
        }

        var taken = buffer.Take(limits);
        if (taken.Count == 0)
        {
            buffer.Failure.ThrowIfAny();
        }

        if (buffer.IsPaused && buffer.IsNearlyEmpty)
        {
            _consumer.Resume([place]);
            buffer.IsPaused = false;
        }

        return taken;
    }

    public async ValueTask DisposeAsync() => await ClientClosing.CloseAsync(
        "consumer",
        () =>
        {
            _consumer.Close();
            _consumer.Dispose();
        },
        _logger);

    private PartitionBuffer? BufferAt(TopicPartition place, long from)
    {
        if (!_buffers.TryGetValue(place, out var buffer))
        {
            return null;
        }

        if (buffer.Next == from && buffer.Failure is null)
        {
            return buffer;
        }

        _buffers.Remove(place);
        _consumer.IncrementalUnassign([place]);
        return null;
    }

    private PartitionBuffer Assign(TopicPartition place, long from)
    {
        var buffer = new PartitionBuffer(place, from);
        _buffers.Add(place, buffer);
        _consumer.IncrementalAssign([new TopicPartitionOffset(place, from)]);
        return buffer;
    }

    // Takes what librdkafka has already fetched, without waiting.
    private void Drain(PartitionBuffer buffer, ReadLimits limits)
    {
        while (buffer.Count < Math.Min(limits.MaxRecords, PartitionBuffer.MostRecords) && !buffer.IsFull && TryTake(TimeSpan.Zero, buffer))
        {
        }
    }

    // Until there is a record, or the end is reached over offsets that hold none (control records, compaction).
    private void Fetch(PartitionBuffer buffer, long end, string position, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var warned = TimeSpan.Zero;
        while (buffer.Count == 0 && buffer.End < end && buffer.Failure is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TryTake(Slice, buffer);
            var silence = _clock.GetElapsedTime(started);
            if (silence - warned >= Patience)
            {
                warned = silence;
                Log.NoAnswer(_logger, (int)silence.TotalSeconds, position);
            }

            if (silence >= _settings.AnswerTimeout)
            {
                throw new HarunireException(KafkaErrors.Unreachable, $"no record came in {(int)silence.TotalSeconds} s{(_events.LastProblem is { } problem ? "; the client's last problem: " + problem : "")}", position)
                {
                    IsTransient = true,
                };
            }
        }
    }

    /// <param name="asked">The partition that is being read.</param>
    private bool TryTake(TimeSpan timeout, PartitionBuffer asked)
    {
        try
        {
            if (_consumer.Consume(timeout) is not { } result)
            {
                return false;
            }

            if (result.Partition == asked.Place.Partition && result.Topic == asked.Place.Topic)
            {
                asked.Add(result);
            }
            else if (_buffers.TryGetValue(result.TopicPartition, out var buffer))
            {
                AddAhead(buffer, result);
            }

            return true;
        }
        catch (ConsumeException failure)
        {
            var known = KafkaFailure.Of(failure.Error, failure.ConsumerRecord?.TopicPartitionOffset is { } at ? $"{at.Topic}-{at.Partition.Value}@{at.Offset.Value}" : "", failure);
            if (failure.ConsumerRecord is { } record && _buffers.TryGetValue(record.TopicPartition, out var buffer))
            {
                buffer.Failure = known;
                return true;
            }

            throw known;
        }
    }

    // Who reads a partition stops taking when its buffer is full. One that nobody reads is paused: librdkafka throws away what it has
    // fetched of a paused partition, and fetches it again later.
    private void AddAhead(PartitionBuffer buffer, ConsumeResult<byte[]?, byte[]?> result)
    {
        buffer.Add(result);
        if (buffer.IsFull && !buffer.IsPaused)
        {
            _consumer.Pause([buffer.Place]);
            buffer.IsPaused = true;
        }
    }

    private static string Name(TopicPartition place) => $"{place.Topic}-{place.Partition.Value}";

    private sealed class Raw : IDeserializer<byte[]?>
    {
        public static Raw Instance { get; } = new();

        public byte[]? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : data.ToArray();
    }
}
