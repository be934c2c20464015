using System.Globalization;
using Harunire.Model.Types;

namespace Harunire.Topics.Debezium;

/// <summary>A column's wire type in the connector's default modes, and the schema text that registers it.</summary>
/// <param name="Type">How values are written.</param>
/// <param name="Scale">Of decimals; 0 else.</param>
/// <param name="SchemaText">Avro schema, attributes in Confluent's order; null for a decimal of variable scale, whose text depends on its place.</param>
internal sealed record ColumnWire(WireType Type, int Scale, string? SchemaText)
{
    private const int AllDigits = 38;

    public static ColumnWire Of(OracleType type) => type switch
    {
        NumberType { Precision: null, Scale: null } => new(WireType.VariableScaleDecimal, 0, null),
        NumberType number => OfNumber(number.Precision ?? AllDigits, number.Scale ?? 0),
        BinaryFloatType => new(WireType.Float, 0, "\"float\""),
        BinaryDoubleType => new(WireType.Double, 0, "\"double\""),
        TextType or CharType or ClobType => new(WireType.Text, 0, "\"string\""),
        RawType or BlobType => new(WireType.Bytes, 0, "\"bytes\""),
        DateType or TimestampType { Precision: <= 3 } => Named(WireType.Milliseconds, "long", "Timestamp"),
        TimestampType { Precision: <= 6 } => Named(WireType.Microseconds, "long", "MicroTimestamp"),
        TimestampType => Named(WireType.Nanoseconds, "long", "NanoTimestamp"),
        TimestampTzType or TimestampLtzType => Named(WireType.ZonedText, "string", "ZonedTimestamp"),
        IntervalYearToMonthType or IntervalDayToSecondType => Named(WireType.Duration, "long", "MicroDuration"),
        _ => throw new System.Diagnostics.UnreachableException($"No column has the type {type}."),
    };

    private static ColumnWire OfNumber(int precision, int scale) => (scale <= 0 ? precision - scale : int.MaxValue) switch
    {
        <= 2 => new(WireType.Integer, 0, """{"type":"int","connect.type":"int8"}"""),
        <= 4 => new(WireType.Integer, 0, """{"type":"int","connect.type":"int16"}"""),
        <= 9 => new(WireType.Integer, 0, "\"int\""),
        <= 18 => new(WireType.Integer, 0, "\"long\""),
        _ => new(WireType.Decimal, scale, DecimalText(precision, scale)),
    };

    private static string DecimalText(int precision, int scale) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"type":"bytes","scale":{{scale}},"precision":{{precision}},"connect.version":1,"connect.parameters":{"scale":"{{scale}}","connect.decimal.precision":"{{precision}}"},"connect.name":"org.apache.kafka.connect.data.Decimal","logicalType":"decimal"}""");

    private static ColumnWire Named(WireType type, string avro, string name) =>
        new(type, 0, $$"""{"type":"{{avro}}","connect.version":1,"connect.name":"io.debezium.time.{{name}}"}""");
}
