using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Harunire.Model.Errors;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Logs;
using Microsoft.Extensions.Logging;
using TopicDescription = Harunire.Topics.Logs.TopicDescription;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Harunire.Topics.Kafka.Logs;

/// <summary>Makes, checks, lists and shortens topics. What it has learned of a topic's partitions is kept: records must not change their partition while a job runs.</summary>
internal sealed class KafkaTopics : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>After a broker's refusal, for another broker to answer.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly KafkaConnection _connection;
    private readonly KafkaTopicSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ClientEvents _events;
    private readonly IAdminClient _admin;
    private readonly ConcurrentDictionary<string, Confluent.Kafka.Admin.TopicDescription> _known = new(StringComparer.Ordinal);

    public KafkaTopics(KafkaConnection connection, KafkaTopicSettings settings, TimeProvider clock, ILogger logger)
    {
        (_connection, _settings, _clock, _logger) = (connection, settings, clock, logger);
        _events = new ClientEvents(logger, "admin");
        try
        {
            _admin = new AdminClientBuilder(connection.Admin()).SetErrorHandler((_, error) => _events.OnError(error)).SetLogHandler((_, message) => _events.OnLog(message)).Build();
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new HarunireException(KafkaErrors.BadSetting, failure.Message, $"connection '{connection.Name}'", inner: failure);
        }
    }

    public async ValueTask CreateAsync(string topic, int partitions, TopicCleanup cleanup, CancellationToken cancellationToken)
    {
        TopicNames.Check(topic);
        if (partitions < 1)
        {
            throw new HarunireException(TopicErrors.RecordRefused, $"{partitions} partitions: at least 1 is needed", topic);
        }

        _known.TryRemove(topic, out _);
        if (await FindAsync(topic, cancellationToken) is null)
        {
            await MakeAsync(topic, partitions, cleanup);
        }

        var found = await FindUntilLedAsync(topic, partitions, cancellationToken);
        if (found.Partitions.Count != partitions)
        {
            throw new HarunireException(TopicErrors.TopicDiffers, $"it has {found.Partitions.Count} partitions, not {partitions}", topic);
        }

        var replicas = found.Partitions.Min(p => p.Replicas.Count);
        if (_settings.Replication is { } wanted && replicas < wanted)
        {
            Log.OtherReplication(_logger, topic, replicas, wanted);
        }
    }

    /// <summary>HAR4001 where there is no such topic.</summary>
    public async ValueTask<int> PartitionsAsync(string topic, CancellationToken cancellationToken) =>
        (await FindAsync(topic, cancellationToken) ?? throw new HarunireException(TopicErrors.UnknownTopic, "there is no such topic", topic)).Partitions.Count;

    /// <summary>The address of a partition's leader when it was last asked for.</summary>
    public string LeaderOf(string topic, int partition) =>
        _known.TryGetValue(topic, out var found) && found.Partitions.ElementAtOrDefault(partition)?.Leader is { } leader ? $"{leader.Host}:{leader.Port}" : "unknown";

    public async ValueTask<IReadOnlyList<TopicDescription>> ListAsync(CancellationToken cancellationToken)
    {
        var metadata = await GuardAsync(() => Task.Run(() => _admin.GetMetadata(_settings.AnswerTimeout), cancellationToken), "topics");
        var names = metadata.Topics.Select(t => t.Topic).Where(t => !t.StartsWith("__", StringComparison.Ordinal) && t.StartsWith(_settings.Prefix, StringComparison.Ordinal)).ToList();
        if (names.Count == 0)
        {
            return [];
        }

        var topics = (await DescribeAsync(names)).Where(t => !t.Error.IsError).OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        var places = topics.SelectMany(t => t.Partitions.Select(p => new TopicPartition(t.Name, p.Partition))).ToList();
        var first = await OffsetsAsync(places, OffsetSpec.Earliest());
        var end = await OffsetsAsync(places, OffsetSpec.Latest());
        return [.. topics.Select(t => new TopicDescription
        {
            Name = t.Name,
            Id = t.TopicId.ToString(),
            Partitions = [.. t.Partitions.Select(p => new TopicPartition(t.Name, p.Partition)).Select(p => new PartitionDescription(p.Partition.Value, first[p], end[p], null))],
        })];
    }

    public async ValueTask DeleteBeforeAsync(string topic, int partition, long offset) =>
        await GuardAsync(() => _admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, partition, offset)]), $"{topic}-{partition}@{offset}");

    /// <summary>Commits offsets for the group, so that Kafka's own tools show how far the job is. Nothing reads them back.</summary>
    public async ValueTask TellProgressAsync(IEnumerable<TopicPosition> next)
    {
        try
        {
            await _admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(_settings.Group, [.. next.Select(p => new TopicPartitionOffset(p.Topic, p.Partition, p.Offset))])]);
        }
        catch (KafkaException failure)
        {
            Log.ProgressNotTold(_logger, _settings.Group, failure.Error.Reason);
        }
    }

    public async ValueTask DisposeAsync() => await ClientClosing.CloseAsync("admin", _admin.Dispose, _logger);

    private async Task MakeAsync(string topic, int partitions, TopicCleanup cleanup)
    {
        var configs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["cleanup.policy"] = cleanup == TopicCleanup.ByKey ? "compact" : "delete",
            ["unclean.leader.election.enable"] = "false",
            ["max.message.bytes"] = "16777216",
        };
        if (cleanup == TopicCleanup.ByAge && _settings.Retention is { } retention)
        {
            configs["retention.ms"] = retention == Timeout.InfiniteTimeSpan ? "-1" : ((long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        if (_settings.Replication is { } replication)
        {
            configs["min.insync.replicas"] = Math.Max(1, replication - 1).ToString(CultureInfo.InvariantCulture);
        }

        var wanted = new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = _settings.Replication ?? -1, Configs = configs };
        try
        {
            var making = _admin.CreateTopicsAsync([wanted], new CreateTopicsOptions { OperationTimeout = _settings.AnswerTimeout, RequestTimeout = _settings.AnswerTimeout });
            await LetInAsync(making, topic);
            await making;
        }
        catch (CreateTopicsException failure) when (failure.Results.All(r => r.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // Another process made it in the same moment.
        }
        catch (CreateTopicsException failure)
        {
            throw KafkaFailure.Of(failure.Results[0].Error, topic, failure);
        }
        catch (KafkaException failure)
        {
            throw KafkaFailure.Of(failure.Error, topic, failure);
        }
    }

    // Brokers learn of a new topic one after the other: it can be used once its partitions have leaders, and these know that they are.
    private async Task<Confluent.Kafka.Admin.TopicDescription> FindUntilLedAsync(string topic, int partitions, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        while (true)
        {
            _known.TryRemove(topic, out _);
            if (await FindAsync(topic, cancellationToken) is { } found && (found.Partitions.Count != partitions || (found.Partitions.All(p => p.Leader is { Id: >= 0 }) && await AreReadyAsync(found))))
            {
                return found;
            }

            if (_clock.GetElapsedTime(started) > _settings.AnswerTimeout)
            {
                throw new HarunireException(KafkaErrors.Unreachable, "a partition has no leader", topic) { IsTransient = true };
            }

            await Task.Delay(Pause, _clock, cancellationToken);
        }
    }

    private async Task<bool> AreReadyAsync(Confluent.Kafka.Admin.TopicDescription topic)
    {
        try
        {
            await OffsetsAsync([.. topic.Partitions.Select(p => new TopicPartition(topic.Name, p.Partition))], OffsetSpec.Latest());
            return true;
        }
        catch (HarunireException failure) when (failure.IsTransient)
        {
            return false;
        }
    }

    private async ValueTask<Confluent.Kafka.Admin.TopicDescription?> FindAsync(string topic, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(topic, out var known))
        {
            return known;
        }

        cancellationToken.ThrowIfCancellationRequested();
        TopicNames.Check(topic);
        var found = (await DescribeAsync([topic]))[0];
        if (found.Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return null;
        }

        return found.Error.IsError ? throw KafkaFailure.Of(found.Error, topic) : _known.GetOrAdd(topic, found);
    }

    private async Task<List<Confluent.Kafka.Admin.TopicDescription>> DescribeAsync(List<string> names)
    {
        try
        {
            var describing = _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(names), new DescribeTopicsOptions { RequestTimeout = _settings.AnswerTimeout });
            await LetInAsync(describing, names[0]);
            return (await describing).TopicDescriptions;
        }
        catch (DescribeTopicsException failure)
        {
            return failure.Results.TopicDescriptions;
        }
        catch (KafkaException failure)
        {
            throw KafkaFailure.Of(failure.Error, names[0], failure);
        }
    }

    private async Task<Dictionary<TopicPartition, long>> OffsetsAsync(List<TopicPartition> places, OffsetSpec spec)
    {
        var wanted = places.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = spec });
        var options = new ListOffsetsOptions { IsolationLevel = IsolationLevel.ReadCommitted, RequestTimeout = _settings.AnswerTimeout };
        var listed = await GuardAsync(() => _admin.ListOffsetsAsync(wanted, options), _connection.Name);
        return listed.ResultInfos.ToDictionary(r => r.TopicPartitionOffsetError.TopicPartition, r => r.TopicPartitionOffsetError.Offset.Value);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> action, string subject)
    {
        try
        {
            var asking = action();
            await LetInAsync(asking, subject);
            return await asking;
        }
        catch (KafkaException failure)
        {
            throw KafkaFailure.Of(failure.Error, subject, failure);
        }
    }

    // Until the question is answered, with an error too; HAR4303 where brokers refuse this client and none answers.
    private async Task LetInAsync(Task asking, string subject)
    {
        var refusal = _events.Refusal;
        if (await Task.WhenAny(asking, refusal) == refusal)
        {
            await Task.WhenAny(asking, Task.Delay(Grace, _clock));
        }

        if (!asking.IsCompleted)
        {
            throw KafkaFailure.Of(await refusal, $"{subject} (connection '{_connection.Name}')");
        }

        if (asking.IsCompletedSuccessfully)
        {
            _events.Answered();
        }
    }
}
