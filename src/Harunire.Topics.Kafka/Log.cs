using Microsoft.Extensions.Logging;

namespace Harunire.Topics.Kafka;

/// <summary>What this project logs. Never a record's content.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "kafka: {Client}: {Message}")]
    public static partial void ClientProblem(ILogger logger, string client, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "kafka: no acknowledgement for {Seconds} s; {Count} records wait, first {Place} (leader {Leader})")]
    public static partial void Unacknowledged(ILogger logger, int seconds, int count, string place, string leader);

    [LoggerMessage(Level = LogLevel.Information, Message = "kafka: acknowledged after {Seconds} s")]
    public static partial void AcknowledgedAgain(ILogger logger, int seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "kafka: the producer is given up: {Reason}")]
    public static partial void ProducerGivenUp(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "kafka: no answer for {Seconds} s while reading {Place}")]
    public static partial void NoAnswer(ILogger logger, int seconds, string place);

    [LoggerMessage(Level = LogLevel.Warning, Message = "kafka: closing {Client} takes longer than {Seconds} s; it is left to the end of the process")]
    public static partial void CloseTooSlow(ILogger logger, string client, int seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "kafka: topic {Topic} has replication {Actual}, the migration says {Wanted}")]
    public static partial void OtherReplication(ILogger logger, string topic, int actual, int wanted);

    [LoggerMessage(Level = LogLevel.Warning, Message = "kafka: progress of group {Group} could not be told: {Message}")]
    public static partial void ProgressNotTold(ILogger logger, string group, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "schema registry: attempt {Attempt}: {Message}")]
    public static partial void RegistryRetry(ILogger logger, int attempt, string message);
}
