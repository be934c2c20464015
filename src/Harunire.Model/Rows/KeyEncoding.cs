using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Harunire.Model.Values;

namespace Harunire.Model.Rows;

/// <summary>A key as bytes whose plain order is the order of the key: column by column, NULL last, numbers and times by value, text by code point.</summary>
/// <remarks>Equal keys give equal bytes, whatever their types' precision: a DATE equals the TIMESTAMP of the same second, NULL equals NULL.</remarks>
public static class KeyEncoding
{
    private const byte NullTag = 0xFF;
    private const byte NumberTag = 0x10;
    private const byte TextTag = 0x20;
    private const byte TimeTag = 0x30;
    private const byte ZonedTag = 0x40;
    private const byte YearMonthTag = 0x50;
    private const byte DaySecondTag = 0x60;
    private const byte RawTag = 0x70;
    private const byte RealTag = 0x80;
    private const ushort ExponentBias = 0x4000;
    private const int InitialBytes = 64;
    private const int MostKeptBytes = 1 << 16;
    private const int MostDigitsOfInt64 = 19;

    /// <summary>A key is encoded for each row that is written or compared: only its bytes are allocated.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    public static byte[] Encode(ReadOnlySpan<Datum> key)
    {
        var output = buffer ??= new ArrayBufferWriter<byte>(InitialBytes);
        output.ResetWrittenCount();
        foreach (var part in key)
        {
            Write(output, part);
        }

        var bytes = output.WrittenSpan.ToArray();
        buffer = output.Capacity > MostKeptBytes ? null : output;
        return bytes;
    }

    /// <summary>The bytes as hexadecimal text, to find rows by key: equal for equal keys only, and in the same order by code point.</summary>
    public static string Name(ReadOnlySpan<Datum> key) => Convert.ToHexString(Encode(key));

    /// <summary>The same order as that of the bytes.</summary>
    public static int Compare(ReadOnlySpan<Datum> left, ReadOnlySpan<Datum> right) => Encode(left).AsSpan().SequenceCompareTo(Encode(right));

    private static void Write(ArrayBufferWriter<byte> output, Datum value)
    {
        switch (value.Kind)
        {
            case DatumKind.Null:
                Byte(output, NullTag);
                break;
            case DatumKind.Number:
                Byte(output, NumberTag);
                WriteNumber(output, value.AsNumber);
                break;
            case DatumKind.Text:
                Byte(output, TextTag);
                WriteBytes(output, Encoding.UTF8.GetBytes(value.AsText));
                break;
            case DatumKind.Date:
                WriteTime(output, TimeTag, value.AsDate.Seconds, 0);
                break;
            case DatumKind.Timestamp:
                WriteTime(output, TimeTag, value.AsTimestamp.Seconds, value.AsTimestamp.Nanoseconds);
                break;
            case DatumKind.TimestampTz:
                WriteTime(output, ZonedTag, value.AsTimestampTz.Utc.Seconds, value.AsTimestampTz.Utc.Nanoseconds);
                break;
            case DatumKind.IntervalYearToMonth:
                WriteTime(output, YearMonthTag, value.AsIntervalYearToMonth.Months, 0);
                break;
            case DatumKind.IntervalDayToSecond:
                WriteTime(output, DaySecondTag, value.AsIntervalDayToSecond.Seconds, value.AsIntervalDayToSecond.Nanoseconds);
                break;
            case DatumKind.Raw:
                Byte(output, RawTag);
                WriteBytes(output, value.AsRaw);
                break;
            case DatumKind.BinaryFloat:
                WriteReal(output, value.AsBinaryFloat);
                break;
            case DatumKind.BinaryDouble:
                WriteReal(output, value.AsBinaryDouble);
                break;
            default:
                throw new UnreachableException();
        }
    }

    // Sign, then the exponent of 0.ddd x 10^e, then digits from 1 to 10 and an end byte; all bits turned round where negative.
    private static void WriteNumber(ArrayBufferWriter<byte> output, OracleNumber number)
    {
        if (number.IsZero)
        {
            Byte(output, 0x80);
            return;
        }

        if (number.TryToInt64(out var integer) && integer != long.MinValue)
        {
            Span<byte> text = stackalloc byte[MostDigitsOfInt64];
            Math.Abs(integer).TryFormat(text, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
            WriteDigits(output, integer < 0, length, text[..length]);
            return;
        }

        var scale = Math.Max(number.Scale, 0);
        if (!number.Abs().ToUnscaled(scale, out var unscaled))
        {
            throw new UnreachableException();
        }

        var digits = unscaled.ToString(System.Globalization.CultureInfo.InvariantCulture);
        WriteDigits(output, number.Sign < 0, digits.Length - scale, Encoding.ASCII.GetBytes(digits));
    }

    private static void WriteDigits(ArrayBufferWriter<byte> output, bool isNegative, int exponent, ReadOnlySpan<byte> digits)
    {
        digits = digits.TrimEnd((byte)'0');
        var mask = isNegative ? (byte)0xFF : (byte)0;
        var biased = (ushort)(exponent + ExponentBias);
        var span = output.GetSpan(digits.Length + 4);
        span[0] = isNegative ? (byte)0x7F : (byte)0x81;
        span[1] = (byte)((biased >> 8) ^ mask);
        span[2] = (byte)((biased & 0xFF) ^ mask);
        for (var i = 0; i < digits.Length; i++)
        {
            span[3 + i] = (byte)((digits[i] - '0' + 1) ^ mask);
        }

        span[3 + digits.Length] = mask;
        output.Advance(digits.Length + 4);
    }

    // 00 inside becomes 00 FF, the end is 00 00: so a text sorts before those that it begins.
    private static void WriteBytes(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            Byte(output, value);
            if (value == 0)
            {
                Byte(output, 0xFF);
            }
        }

        Byte(output, 0);
        Byte(output, 0);
    }

    private static void WriteTime(ArrayBufferWriter<byte> output, byte tag, long seconds, int nanoseconds)
    {
        var span = output.GetSpan(13);
        span[0] = tag;
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], unchecked((ulong)(seconds ^ long.MinValue)));
        BinaryPrimitives.WriteUInt32BigEndian(span[9..], unchecked((uint)(nanoseconds ^ int.MinValue)));
        output.Advance(13);
    }

    private static void WriteReal(ArrayBufferWriter<byte> output, double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var ordered = double.IsNaN(value) ? ulong.MaxValue : unchecked((ulong)(bits < 0 ? ~bits : bits ^ long.MinValue));
        var span = output.GetSpan(9);
        span[0] = RealTag;
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], ordered);
        output.Advance(9);
    }

    private static void Byte(ArrayBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
