using Harunire.Model.Types;
using Harunire.Topics.Avro;

namespace Harunire.Topics.Debezium;

/// <summary>What an Avro schema of the Oracle connector says about a column, and what it does not say.</summary>
internal static class WireTypes
{
    /// <summary>How values of this schema are written; null where the Oracle connector has no such type.</summary>
    public static WireType? Of(AvroSchema schema) => (schema.Kind, schema.ConnectName ?? schema.Name) switch
    {
        (AvroKind.Record, "io.debezium.data.VariableScaleDecimal") when schema.Fields is [{ Schema.Kind: AvroKind.Int }, { Schema.Kind: AvroKind.Bytes }] => WireType.VariableScaleDecimal,
        (AvroKind.Bytes, "org.apache.kafka.connect.data.Decimal") => WireType.Decimal,
        (AvroKind.Long, "io.debezium.time.Timestamp") => WireType.Milliseconds,
        (AvroKind.Long, "io.debezium.time.MicroTimestamp") => WireType.Microseconds,
        (AvroKind.Long, "io.debezium.time.NanoTimestamp") => WireType.Nanoseconds,
        (AvroKind.Long, "org.apache.kafka.connect.data.Timestamp") => WireType.ConnectMilliseconds,
        (AvroKind.Long, "io.debezium.time.MicroDuration") => WireType.Duration,
        (AvroKind.String, "io.debezium.time.ZonedTimestamp") => WireType.ZonedText,
        (AvroKind.String, "io.debezium.time.Interval") => WireType.IntervalText,
        (AvroKind.Int or AvroKind.Long, null) => WireType.Integer,
        (AvroKind.Float, null) => WireType.Float,
        (AvroKind.Double, null) => WireType.Double,
        (AvroKind.String, null) => WireType.Text,
        (AvroKind.Bytes, null) => WireType.Bytes,
        _ => null,
    };

    /// <summary>The type that fits where nothing else is known; <see cref="Doubt"/> tells what else it may be.</summary>
    public static OracleType Infer(WireType wire, AvroSchema schema) => wire switch
    {
        WireType.Integer => new NumberType(schema.ConnectType switch { "int8" => 2, "int16" => 4, _ => schema.Kind == AvroKind.Int ? 9 : 18 }, 0),
        WireType.Decimal => new NumberType(schema.Precision ?? 38, schema.Scale ?? 0),
        WireType.VariableScaleDecimal => OracleType.Number,
        WireType.Float => new BinaryFloatType(),
        WireType.Double => new BinaryDoubleType(),
        WireType.Bytes => new RawType(),
        WireType.Milliseconds or WireType.ConnectMilliseconds => new TimestampType(3),
        WireType.Microseconds => new TimestampType(6),
        WireType.Nanoseconds => new TimestampType(9),
        WireType.ZonedText => new TimestampTzType(9),
        WireType.Duration => new IntervalDayToSecondType(9, 6),
        _ => new TextType(),
    };

    /// <summary>Which types of Oracle's the connector writes alike; null where that makes no difference to values.</summary>
    public static string? Doubt(WireType wire) => wire switch
    {
        WireType.Integer or WireType.Decimal or WireType.VariableScaleDecimal or WireType.Bytes => null,
        WireType.Float => "BINARY_FLOAT, or a NUMBER that has lost digits",
        WireType.Double => "BINARY_DOUBLE, or a NUMBER that has lost digits",
        WireType.Milliseconds => "DATE, or TIMESTAMP(0) to TIMESTAMP(3)",
        WireType.ConnectMilliseconds => "DATE, or a TIMESTAMP cut to milliseconds",
        WireType.Microseconds => "DATE or a TIMESTAMP, perhaps cut to microseconds",
        WireType.Nanoseconds => "DATE or a TIMESTAMP",
        WireType.ZonedText => "TIMESTAMP WITH TIME ZONE or WITH LOCAL TIME ZONE",
        WireType.Duration or WireType.IntervalText => "INTERVAL YEAR TO MONTH or DAY TO SECOND",
        _ => "VARCHAR2, CHAR, CLOB, or a NUMBER written as text",
    };
}
