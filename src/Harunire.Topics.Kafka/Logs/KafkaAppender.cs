using Confluent.Kafka;
using Harunire.Model.Errors;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Logs;
using Microsoft.Extensions.Logging;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Harunire.Topics.Kafka.Logs;

/// <summary>Appends with an idempotent producer, one append at a time; after an error or a long silence the next append has a new producer.</summary>
/// <remarks>librdkafka's own message timeout is off: it drops a message and goes on with the next, which loses records silently after a freeze (librdkafka#4134). The watchdog here gives up the whole producer instead.</remarks>
internal sealed class KafkaAppender(KafkaConnection connection, KafkaTopics topics, KafkaTopicSettings settings, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _appending = new(1, 1);
    private readonly List<Task> _closing = [];
    private IProducer<byte[]?, byte[]?>? _producer;
    private ClientEvents? _events;
    private int _keyless;

    public async ValueTask<IReadOnlyList<TopicPosition>> AppendAsync(IReadOnlyList<ProducedRecord> records, CancellationToken cancellationToken)
    {
        await _appending.WaitAsync(cancellationToken);
        try
        {
            var partitions = await PartitionsAsync(records, cancellationToken);
            var pending = new PendingAppend(records.Count, clock);
            var isWhole = false;
            try
            {
                await ProduceAsync(records, partitions, pending, cancellationToken);
                await WatchAsync(records, partitions, pending, cancellationToken);
                isWhole = true;
                return pending.Positions;
            }
            finally
            {
                if (!isWhole)
                {
                    GiveUp(pending.Failure?.Reason ?? _events?.LastProblem ?? "an append was not acknowledged");
                }
            }
        }
        finally
        {
            _appending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_producer is { } producer)
        {
            _producer = null;
            _closing.Add(ClientClosing.CloseAsync("producer", producer.Dispose, logger));
        }

        await Task.WhenAll(_closing);
        _appending.Dispose();
    }

    // All places are known before anything is sent: a topic that is not there must not leave half an append.
    private async ValueTask<int[]> PartitionsAsync(IReadOnlyList<ProducedRecord> records, CancellationToken cancellationToken)
    {
        var partitions = new int[records.Count];
        _keyless++;
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            var count = await topics.PartitionsAsync(record.Topic, cancellationToken);
            partitions[i] = record.Partition ?? (record.Key is { } key ? KeyPartitioner.Partition(key, count) : _keyless % count);
            if (partitions[i] < 0 || partitions[i] >= count)
            {
                throw new HarunireException(TopicErrors.RecordRefused, $"there is no partition {partitions[i]}, it has {count}", record.Topic);
            }
        }

        return partitions;
    }

    private async Task ProduceAsync(IReadOnlyList<ProducedRecord> records, int[] partitions, PendingAppend pending, CancellationToken cancellationToken)
    {
        var producer = _producer ??= Build();
        for (var i = 0; i < records.Count; i++)
        {
            var index = i;
            var message = Message(records[i]);
            var place = new TopicPartition(records[i].Topic, partitions[i]);
            while (!TryProduce(producer, place, message, report => pending.Answered(index, report)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), clock, cancellationToken);
                Check(records, partitions, pending);
            }
        }
    }

    private static bool TryProduce(IProducer<byte[]?, byte[]?> producer, TopicPartition place, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>> answered)
    {
        try
        {
            producer.Produce(place, message, answered);
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> failure) when (failure.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (KafkaException failure)
        {
            throw KafkaFailure.Of(failure.Error, $"{place.Topic}-{place.Partition.Value}", failure);
        }
    }

    private async Task WatchAsync(IReadOnlyList<ProducedRecord> records, int[] partitions, PendingAppend pending, CancellationToken cancellationToken)
    {
        var warned = TimeSpan.Zero;
        while (!pending.Done.IsCompleted)
        {
            await Task.WhenAny(pending.Done, Task.Delay(Tick, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            var silence = pending.Silence;
            if (!pending.Done.IsCompleted && silence - warned >= Patience)
            {
                warned = silence;
                var first = pending.FirstWaiting;
                var place = $"{records[first].Topic}-{partitions[first]}";
                Log.Unacknowledged(logger, (int)silence.TotalSeconds, pending.Left, place, topics.LeaderOf(records[first].Topic, partitions[first]));
            }

            Check(records, partitions, pending);
        }

        Check(records, partitions, pending);
        if (warned > TimeSpan.Zero)
        {
            Log.AcknowledgedAgain(logger, (int)warned.TotalSeconds);
        }
    }

    private void Check(IReadOnlyList<ProducedRecord> records, int[] partitions, PendingAppend pending)
    {
        if (pending.Failure is { } failure)
        {
            var known = KafkaFailure.Of(failure, pending.FailedAt);
            throw known.IsTransient ? new HarunireException(KafkaErrors.DeliveryUnknown, failure.Reason, pending.FailedAt) { IsTransient = true } : known;
        }

        if (!pending.Done.IsCompleted && (pending.Silence >= settings.DeliveryTimeout || _events!.IsFatal))
        {
            var first = Math.Max(pending.FirstWaiting, 0);
            var reason = _events!.LastProblem is { } problem ? $"; the client's last problem: {problem}" : "";
            throw new HarunireException(
                KafkaErrors.DeliveryUnknown, $"{pending.Left} of {records.Count} records wait for {(int)pending.Silence.TotalSeconds} s{reason}", $"{records[first].Topic}-{partitions[first]}")
            { IsTransient = true };
        }
    }

    private void GiveUp(string reason)
    {
        if (_producer is { } producer)
        {
            Log.ProducerGivenUp(logger, reason);
            _producer = null;
            _closing.RemoveAll(task => task.IsCompleted);
            _closing.Add(ClientClosing.CloseAsync("producer", producer.Dispose, logger));
        }
    }

    private IProducer<byte[]?, byte[]?> Build()
    {
        var events = _events = new ClientEvents(logger, "producer");
        try
        {
            return new ProducerBuilder<byte[]?, byte[]?>(connection.Producer())
                .SetKeySerializer(Serializers.ByteArray!)
                .SetValueSerializer(Serializers.ByteArray!)
                .SetErrorHandler((_, error) => events.OnError(error))
                .SetLogHandler((_, message) => events.OnLog(message))
                .Build();
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new HarunireException(KafkaErrors.BadSetting, failure.Message, $"connection '{connection.Name}'", inner: failure);
        }
    }

    private static Message<byte[]?, byte[]?> Message(ProducedRecord record)
    {
        Headers? headers = null;
        foreach (var header in record.Headers ?? [])
        {
            (headers ??= []).Add(header.Name, header.Value);
        }

        return new Message<byte[]?, byte[]?>
        {
            Key = record.Key,
            Value = record.Value,
            Headers = headers,
            Timestamp = record.TimestampMilliseconds <= 0 ? Timestamp.Default : new Timestamp(record.TimestampMilliseconds, TimestampType.CreateTime),
        };
    }
}
