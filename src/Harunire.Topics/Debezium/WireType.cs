namespace Harunire.Topics.Debezium;

/// <summary>How a column's values stand on the wire. Source: Debezium 3.6, Oracle connector, "Data type mappings".</summary>
internal enum WireType
{
    Integer,
    Decimal,
    VariableScaleDecimal,
    Float,
    Double,
    Text,
    Bytes,
    Milliseconds,
    Microseconds,
    Nanoseconds,
    ConnectMilliseconds,
    ZonedText,
    Duration,
    IntervalText,
}
