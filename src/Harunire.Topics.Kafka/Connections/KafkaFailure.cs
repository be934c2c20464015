using Confluent.Kafka;
using Harunire.Model.Errors;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Harunire.Topics.Kafka.Connections;

/// <summary>Gives Kafka's errors their codes: who acts next decides.</summary>
internal static class KafkaFailure
{
    /// <summary>RFC 8446, section 6: bad, unsupported, revoked, expired and unknown certificate, unknown authority, certificate required.</summary>
    private static readonly int[] CertificateAlerts = [42, 43, 44, 45, 46, 48, 116];

    private const string Tls = "ssl.ca.location names the authority of the brokers' certificates; a broker that asks for one gets ssl.certificate.location with ssl.key.location, signed by an authority that it trusts; the hosts in bootstrap.servers and in advertised.listeners must stand in the brokers' certificates";

    /// <summary>A broker did not let the client in: waiting does not help.</summary>
    public static bool IsRefusal(Error error) =>
        error.Code is ErrorCode.Local_Ssl or ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism || IsCertificateAlert(error);

    // librdkafka takes a broker's alert for a lost connection: since TLS 1.3 it comes after the handshake.
    private static bool IsCertificateAlert(Error error) =>
        error.Code == ErrorCode.Local_Transport && CertificateAlerts.Any(number => error.Reason.Contains($"SSL alert number {number} ", StringComparison.Ordinal));

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
            _ when IsRefusal(error) => (KafkaErrors.Refused, false),
            _ => (KafkaErrors.Unreachable, true),
        };
        return new HarunireException(code, $"{error.Reason} ({error.Code})", subject, error.Code == ErrorCode.Local_Ssl || IsCertificateAlert(error) ? Tls : null, inner) { IsTransient = transient };
    }
}
