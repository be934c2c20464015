using Harunire.Specifications.Topics;
using Harunire.Testing;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Kafka.Logs;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Kafka.Tests.Logs;

public sealed class KafkaTopicLogTests(KafkaBroker broker) : TopicLogSpecification
{
    protected override async ValueTask<ITopicLog> OpenAsync()
    {
        var servers = await broker.BootstrapServersAsync();
        var prefix = $"spec-{Guid.NewGuid():N}.";
        var log = new KafkaTopicLog(KafkaConnection.Parse($"bootstrap.servers={servers}", "test"), new KafkaTopicSettings { Prefix = prefix });
        return new NamespacedTopicLog(log, prefix);
    }
}
