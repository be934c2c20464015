using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Results.Cassandra.Values;

/// <summary>Values as bytes on the wire. The driver takes bytes for any type, so nothing is converted a second time.</summary>
/// <remarks>Source of the forms: Cassandra's native protocol v5, section 6. A value that its column can't hold exactly gives no bytes but the reason.</remarks>
internal static class CellWriter
{
    private const long SecondsPerDay = 86_400;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>False: the value does not fit, and why. NULL is null bytes: it is written as such, since an unset cell would keep the value of an earlier row.</summary>
    public static bool TryWrite(Datum value, CqlColumn column, out byte[]? bytes, out string? problem)
    {
        problem = null;
        bytes = value.IsNull ? null : column.Stored switch
        {
            CqlType.Int or CqlType.Bigint or CqlType.Varint => Whole(value, column, ref problem),
            CqlType.Decimal => CqlNumber.WriteDecimal(value.Kind == DatumKind.IntervalDayToSecond ? Seconds(value.AsIntervalDayToSecond) : value.AsNumber),
            CqlType.Timestamp => Milliseconds(value, ref problem),
            CqlType.Date => Day(value, ref problem),
            CqlType.Text => Text(value, column, ref problem),
            CqlType.Blob => value.AsRaw,
            CqlType.Float => Float(value.AsBinaryFloat),
            CqlType.Double => Double(value.AsBinaryDouble),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return problem is null;
    }

    public static byte[] Long(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static byte[]? Whole(Datum value, CqlColumn column, ref string? problem)
    {
        BigInteger whole;
        if (value.Kind == DatumKind.IntervalYearToMonth)
        {
            whole = value.AsIntervalYearToMonth.Months;
        }
        else if (value.AsNumber.TryToInt64(out var small))
        {
            whole = small;
        }
        else if (!value.AsNumber.ToUnscaled(0, out whole))
        {
            problem = "it has a fraction";
            return null;
        }

        switch (column.Stored)
        {
            case CqlType.Varint:
                return CqlNumber.WriteVarint(whole);
            case CqlType.Bigint when whole >= long.MinValue && whole <= long.MaxValue:
                return Long((long)whole);
            case CqlType.Int when whole >= int.MinValue && whole <= int.MaxValue:
                var bytes = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(bytes, (int)whole);
                return bytes;
            default:
                problem = "it is out of range";
                return null;
        }
    }

    private static OracleNumber Seconds(IntervalDayToSecond interval) =>
        OracleNumber.FromInt64(interval.Seconds) + OracleNumber.FromScaled(interval.Nanoseconds, 9);

    private static byte[]? Milliseconds(Datum value, ref string? problem)
    {
        var moment = Moment(value);
        if (moment.Nanoseconds % 1_000_000 != 0)
        {
            problem = "it has more digits than milliseconds";
            return null;
        }

        return Long((moment.Seconds * 1000) + (moment.Nanoseconds / 1_000_000));
    }

    private static OracleTimestamp Moment(Datum value) => value.Kind switch
    {
        DatumKind.Date => new OracleTimestamp(value.AsDate.Seconds, 0),
        DatumKind.Timestamp => value.AsTimestamp,
        _ => value.AsTimestampTz.Utc,
    };

    private static byte[]? Day(Datum value, ref string? problem)
    {
        var date = value.AsDate;
        if (date.SecondOfDay != 0)
        {
            problem = "it has a time of day";
            return null;
        }

        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)((date.Seconds / SecondsPerDay) + (1L << 31)));
        return bytes;
    }

    // Fixed digits, so that the text's order is the time's; in a key a zoned time stands in UTC, since equal instants are one key.
    private static byte[]? Text(Datum value, CqlColumn column, ref string? problem)
    {
        var digits = column.Type switch { TimestampType t => t.Precision, TimestampTzType t => t.Precision, TimestampLtzType t => t.Precision, _ => 0 };
        var text = value.Kind switch
        {
            DatumKind.Text => value.AsText,
            DatumKind.Date => value.AsDate.ToString(),
            DatumKind.Timestamp => Exact(value.AsTimestamp, digits) ? value.AsTimestamp.ToString(digits) : null,
            _ => !Exact(value.AsTimestampTz.Utc, digits) ? null
                : (column.IsKey || column.Type is TimestampLtzType ? new OracleTimestampTz(value.AsTimestampTz.Utc, 0) : value.AsTimestampTz).ToString(digits),
        };
        if (text is null)
        {
            problem = $"it has more digits than {column.Type}";
            return null;
        }

        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            problem = "it is no Unicode text (half of a surrogate pair)";
            return null;
        }
    }

    private static bool Exact(OracleTimestamp value, int digits) => value.Round(digits) == value;

    private static byte[] Float(float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleBigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Double(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return bytes;
    }
}
