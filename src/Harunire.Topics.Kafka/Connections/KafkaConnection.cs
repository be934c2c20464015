using Confluent.Kafka;
using Harunire.Model.Errors;

namespace Harunire.Topics.Kafka.Connections;

/// <summary>How to reach a cluster: librdkafka's settings as the user gave them, under those that carry Harunire's promises.</summary>
/// <remarks>Sources: librdkafka CONFIGURATION.md for the defaults that are unsafe here (check.crcs, auto.offset.reset, enable.auto.offset.store).</remarks>
public sealed class KafkaConnection
{
    private static readonly string[] Ours =
    [
        "acks", "request.required.acks", "enable.idempotence", "message.timeout.ms", "delivery.timeout.ms", "partitioner", "transactional.id", "max.in.flight",
        "max.in.flight.requests.per.connection", "message.send.max.retries", "retries", "enable.auto.commit", "enable.auto.offset.store", "auto.offset.reset",
        "isolation.level", "check.crcs", "enable.partition.eof", "allow.auto.create.topics", "group.instance.id", "enable.gapless.guarantee", "delivery.report.only.error",
    ];

    private readonly Dictionary<string, string> _given;

    private KafkaConnection(string name, Dictionary<string, string> given) => (Name, _given) = (name, given);

    /// <summary>The connection's name in the migration.</summary>
    public string Name { get; }

    /// <summary>The addresses first asked.</summary>
    public string Brokers => _given["bootstrap.servers"];

    /// <param name="text"><c>bootstrap.servers=...;</c> and any other setting of librdkafka. HAR4304 where it is none, or sets what is Harunire's.</param>
    /// <param name="name">For errors.</param>
    public static KafkaConnection Parse(string text, string name)
    {
        var given = ConnectionText.Parse(text, name);
        if (!given.TryGetValue("bootstrap.servers", out var servers) || servers.Length == 0)
        {
            throw new HarunireException(KafkaErrors.BadSetting, "it has no bootstrap.servers", $"connection '{name}'", "expected: bootstrap.servers=host:9092");
        }

        return given.Keys.FirstOrDefault(Ours.Contains) is { } fixedKey
            ? throw new HarunireException(KafkaErrors.BadSetting, $"'{fixedKey}' can't be set: what Harunire promises rests on its value", $"connection '{name}'", $"leave {fixedKey} out")
            : new KafkaConnection(name, given);
    }

    internal ClientConfig Admin() => new(Settings());

    internal ProducerConfig Producer() => new(Settings(("linger.ms", "1"), ("compression.type", "lz4"), ("queue.buffering.max.messages", "500000"), ("queue.buffering.max.kbytes", "131072"), ("message.max.bytes", "16777216")))
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        MessageTimeoutMs = 0,
        Partitioner = Partitioner.Murmur2Random,
        EnableDeliveryReports = true,
        DeliveryReportFields = "status",
    };

    internal ConsumerConfig Consumer(string group) => new(Settings(("queued.max.messages.kbytes", "16384"), ("fetch.queue.backoff.ms", "20"), ("fetch.error.backoff.ms", "200"), ("fetch.wait.max.ms", "50")))
    {
        GroupId = group,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Error,
        IsolationLevel = IsolationLevel.ReadCommitted,
        CheckCrcs = true,
        EnablePartitionEof = true,
        AllowAutoCreateTopics = false,
    };

    // A frozen broker keeps its sockets open: requests must end by time, or nobody asks for the new leader.
    private Dictionary<string, string> Settings(params (string Key, string Value)[] defaults)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client.id"] = "harunire",
            ["socket.timeout.ms"] = "15000",
            ["socket.connection.setup.timeout.ms"] = "10000",
            ["reconnect.backoff.max.ms"] = "2000",
            ["topic.metadata.refresh.interval.ms"] = "30000",
            ["log.connection.close"] = "false",
        };
        foreach (var (key, value) in defaults)
        {
            settings[key] = value;
        }

        foreach (var (key, value) in _given)
        {
            settings[key] = value;
        }

        return settings;
    }
}
