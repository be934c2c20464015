namespace Harunire.Topics.Kafka.Logs;

/// <summary>How topics are made, and how long Kafka may take.</summary>
public sealed record KafkaTopicSettings
{
    /// <summary>Only topics whose names begin with it are listed; empty: all that are not Kafka's own.</summary>
    public required string Prefix { get; init; }

    /// <summary>Replicas of a topic that is made; null: as the brokers say.</summary>
    public short? Replication { get; init; }

    /// <summary>How long records of a topic that is made are kept; null: as the brokers say; <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>The consumer group under which progress is told, for monitoring alone.</summary>
    public string Group { get; init; } = "harunire";

    /// <summary>The longest silence while records wait for an acknowledgement; then the producer is given up.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest silence while something is asked or read.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
