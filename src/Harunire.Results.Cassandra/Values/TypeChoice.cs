using System.Diagnostics;
using Harunire.Model.Types;

namespace Harunire.Results.Cassandra.Values;

/// <summary>Which CQL types can hold an Oracle type without loss; the first is the default. docs/cassandra.md has the table with the reasons.</summary>
internal static class TypeChoice
{
    private const int IntDigits = 9;
    private const int BigintDigits = 18;

    public static IReadOnlyList<CqlType> Of(OracleType type) => type switch
    {
        NumberType number => OfNumber(number),
        TextType or CharType or ClobType => [CqlType.Text],
        RawType or BlobType => [CqlType.Blob],
        DateType => [CqlType.Timestamp, CqlType.Date, CqlType.Text],
        TimestampType timestamp => OfTimestamp(timestamp.Precision),
        TimestampTzType => [CqlType.Text, CqlType.Timestamp],
        TimestampLtzType local => OfTimestamp(local.Precision),
        IntervalYearToMonthType => [CqlType.Bigint, CqlType.Int],
        IntervalDayToSecondType => [CqlType.Decimal],
        BinaryFloatType => [CqlType.Float],
        BinaryDoubleType => [CqlType.Double],
        _ => throw new UnreachableException($"no column has the type {type}"),
    };

    // The digits before the point decide; a fraction needs decimal. A chosen narrower type refuses what it can't hold, row by row.
    private static CqlType[] OfNumber(NumberType type)
    {
        var scale = type.Scale ?? (type.Precision is null ? int.MaxValue : 0);
        if (scale > 0)
        {
            return [CqlType.Decimal, CqlType.Varint, CqlType.Bigint, CqlType.Int];
        }

        return (type.Precision - scale) switch
        {
            <= IntDigits => [CqlType.Int, CqlType.Bigint, CqlType.Varint, CqlType.Decimal],
            <= BigintDigits => [CqlType.Bigint, CqlType.Varint, CqlType.Decimal, CqlType.Int],
            _ => [CqlType.Varint, CqlType.Decimal, CqlType.Bigint, CqlType.Int],
        };
    }

    private static CqlType[] OfTimestamp(int precision) =>
        precision <= 3 ? [CqlType.Timestamp, CqlType.Text] : [CqlType.Text, CqlType.Timestamp];
}
