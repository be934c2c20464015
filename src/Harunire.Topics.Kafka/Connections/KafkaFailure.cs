using Confluent.Kafka;
using Harunire.Model.Errors;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Harunire.Topics.Kafka.Connections;

/// <summary>Gives Kafka's errors their codes: who acts next decides.</summary>
internal static class KafkaFailure
{
    public static HarunireException Of(Error error, string subject, Exception? inner = null)
    {
        var (code, transient) = error.Code switch
        {
            ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => (TopicErrors.UnknownTopic, false),
            ErrorCode.OffsetOutOfRange or ErrorCode.Local_AutoOffsetReset => (TopicErrors.OffsetGone, false),
            ErrorCode.Local_BadMsg or ErrorCode.InvalidMsg => (TopicErrors.RecordDamaged, false),
            ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidTimestamp or ErrorCode.TopicException or ErrorCode.InvalidPartitions or ErrorCode.InvalidReplicationFactor or ErrorCode.PolicyViolation
                or ErrorCode.InvalidRecord => (TopicErrors.RecordRefused, false),
            ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.SaslAuthenticationFailed
                or ErrorCode.Local_Authentication or ErrorCode.Local_Ssl or ErrorCode.UnsupportedSaslMechanism => (KafkaErrors.Refused, false),
            ErrorCode.InvalidConfig or ErrorCode.Local_InvalidArg or ErrorCode.Local_UnsupportedFeature => (KafkaErrors.BadSetting, false),
            _ => (KafkaErrors.Unreachable, true),
        };
        return new HarunireException(code, $"{error.Reason} ({error.Code})", subject, inner: inner) { IsTransient = transient };
    }
}
