using Harunire.Model.Errors;

namespace Harunire.Topics.Kafka;

/// <summary>The errors of Kafka and its schema registry: HAR43xx.</summary>
public static class KafkaErrors
{
    public static ErrorCode Unreachable { get; } = new("HAR4301", ErrorCategory.System, "Kafka does not answer",
        "No broker answered in the time allowed, or the partition has no leader. The job waits and tries again for as long as topics.outage says, then stops; nothing is lost, and running again goes on from the last checkpoint. Check the addresses in bootstrap.servers, the listeners that the brokers advertise, and whether enough replicas are alive (min.insync.replicas).");

    public static ErrorCode DeliveryUnknown { get; } = new("HAR4302", ErrorCategory.System, "Kafka did not acknowledge records in time",
        "Whether the records are in the topics is not known. The producer was given up, and capture goes on from the last block that counts, with a new one; records that arrive late are dropped by their block. If it comes again and again, brokers are down or too few replicas are in sync.");

    public static ErrorCode Refused { get; } = new("HAR4303", ErrorCategory.System, "Kafka refuses the access",
        "The user's name, password or certificate is wrong, or the user lacks a right: capture needs WRITE, READ and DESCRIBE on its topics and CREATE where they don't exist; stream needs READ and DESCRIBE. The message names what was refused.");

    public static ErrorCode BadSetting { get; } = new("HAR4304", ErrorCategory.Usage, "the connection string is not one for Kafka",
        "It is a list of librdkafka's settings: bootstrap.servers=host:9092;security.protocol=SASL_SSL;sasl.mechanisms=PLAIN;sasl.username=u;sasl.password=${env:KAFKA_PASSWORD}. Settings that carry a promise (acks, idempotence, offsets) are Harunire's own and can't be set.");

    public static ErrorCode RegistryUnreachable { get; } = new("HAR4305", ErrorCategory.System, "The schema registry does not answer as it should",
        "The registry was not reached, answered with a server error, took too long, or sent something that is no answer. It was asked several times. Schemas that were read before stay usable; a job that needs a new one waits as long as topics.outage says.");

    public static ErrorCode RegistryRefused { get; } = new("HAR4306", ErrorCategory.Refused, "The schema registry refuses the schema",
        "The schema is not compatible with the subject's earlier versions under its compatibility mode, the registry is read-only, or the user may not write. The message is the registry's. Change the table back, or use another topic prefix; lowering the compatibility is a decision of whoever reads the topics.");

    public static ErrorCode NotRegistered { get; } = new("HAR4307", ErrorCategory.Refused, "The schema is not registered",
        "The registry connection says auto.register.schemas=false, so schemas are registered by someone else, and this one is not there. Register the text that the message's subject needs ('harunire plan' shows the tables), or allow registration.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [Unreachable, DeliveryUnknown, Refused, BadSetting, RegistryUnreachable, RegistryRefused, NotRegistered];
}
