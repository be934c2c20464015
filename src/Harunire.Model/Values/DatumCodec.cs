using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Harunire.Model.Errors;

namespace Harunire.Model.Values;

/// <summary>A compact binary form of values, for state and pending results. Equal values give equal bytes, but for the offset of a TIMESTAMP WITH TIME ZONE.</summary>
/// <remarks>One byte of kind, then: NUMBER 20 bytes (fewer where high bits are zero), times 12 to 16, text and raw with a varint length.</remarks>
public static class DatumCodec
{
    private const byte ShortNumber = 0x80;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<Datum> values)
    {
        foreach (var value in values)
        {
            Write(output, value);
        }
    }

    public static void Write(IBufferWriter<byte> output, Datum value)
    {
        switch (value.Kind)
        {
            case DatumKind.Null:
                Tag(output, 0);
                break;
            case DatumKind.Number:
                WriteNumber(output, value.AsNumber);
                break;
            case DatumKind.Text:
                Tag(output, (byte)value.Kind);
                WriteBytes(output, Strict.GetBytes(value.AsText));
                break;
            case DatumKind.Raw:
                Tag(output, (byte)value.Kind);
                WriteBytes(output, value.AsRaw);
                break;
            case DatumKind.Date:
                Fixed(output, value.Kind, value.AsDate.Seconds, 0, 0);
                break;
            case DatumKind.Timestamp:
                Fixed(output, value.Kind, value.AsTimestamp.Seconds, value.AsTimestamp.Nanoseconds, 0);
                break;
            case DatumKind.TimestampTz:
                Fixed(output, value.Kind, value.AsTimestampTz.Utc.Seconds, value.AsTimestampTz.Utc.Nanoseconds, value.AsTimestampTz.OffsetMinutes);
                break;
            case DatumKind.IntervalYearToMonth:
                Fixed(output, value.Kind, value.AsIntervalYearToMonth.Months, 0, 0);
                break;
            case DatumKind.IntervalDayToSecond:
                Fixed(output, value.Kind, value.AsIntervalDayToSecond.Seconds, value.AsIntervalDayToSecond.Nanoseconds, 0);
                break;
            case DatumKind.BinaryFloat:
                Fixed(output, value.Kind, BitConverter.SingleToInt32Bits(value.AsBinaryFloat), 0, 0);
                break;
            case DatumKind.BinaryDouble:
                Fixed(output, value.Kind, BitConverter.DoubleToInt64Bits(value.AsBinaryDouble), 0, 0);
                break;
        }
    }

    /// <summary>Reads one value and moves on.</summary>
    public static Datum Read(ref ReadOnlySpan<byte> input)
    {
        try
        {
            var tag = input[0];
            input = input[1..];
            if ((tag & ShortNumber) != 0)
            {
                return ReadShortNumber(ref input, tag);
            }

            switch ((DatumKind)tag)
            {
                case DatumKind.Null:
                    return default;
                case DatumKind.Number:
                    var low = BinaryPrimitives.ReadUInt64LittleEndian(input);
                    var high = BinaryPrimitives.ReadUInt64LittleEndian(input[8..]);
                    var bits = BinaryPrimitives.ReadUInt32LittleEndian(input[16..]);
                    input = input[20..];
                    return Datum.FromNumber(new OracleNumber(low, high, bits));
                case DatumKind.Text:
                    return Datum.FromText(Strict.GetString(ReadBytes(ref input)));
                case DatumKind.Raw:
                    return Datum.FromRaw(ReadBytes(ref input).ToArray());
                default:
                    return ReadFixed((DatumKind)tag, ref input);
            }
        }
        catch (Exception failure) when (failure is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new HarunireException(ValueErrors.DamagedValue, "the stored bytes end early or are no value", inner: failure);
        }
    }

    public static Datum[] Read(ref ReadOnlySpan<byte> input, int count)
    {
        var values = new Datum[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = Read(ref input);
        }

        return values;
    }

    // Most numbers have a coefficient below 2^64: 8 bytes at most, an exponent byte, and the sign in the tag.
    private static void WriteNumber(IBufferWriter<byte> output, OracleNumber number)
    {
        if (number.High == 0 && (number.Bits & 0xFF) == 0 && number.Exponent is >= sbyte.MinValue and <= sbyte.MaxValue)
        {
            var length = (71 - System.Numerics.BitOperations.LeadingZeroCount(number.Low)) / 8;
            var span = output.GetSpan(10);
            span[0] = (byte)(ShortNumber | (number.IsNegative ? 0x40 : 0) | length);
            span[1] = unchecked((byte)(sbyte)number.Exponent);
            BinaryPrimitives.WriteUInt64LittleEndian(span[2..], number.Low);
            output.Advance(2 + length);
            return;
        }

        Tag(output, (byte)DatumKind.Number);
        var full = output.GetSpan(20);
        BinaryPrimitives.WriteUInt64LittleEndian(full, number.Low);
        BinaryPrimitives.WriteUInt64LittleEndian(full[8..], number.High);
        BinaryPrimitives.WriteUInt32LittleEndian(full[16..], number.Bits);
        output.Advance(20);
    }

    private static Datum ReadShortNumber(ref ReadOnlySpan<byte> input, byte tag)
    {
        var exponent = unchecked((sbyte)input[0]);
        var length = tag & 0x0F;
        ulong coefficient = 0;
        for (var i = length; i > 0; i--)
        {
            coefficient = (coefficient << 8) | input[i];
        }

        input = input[(length + 1)..];
        return Datum.FromNumber(OracleNumber.Create((tag & 0x40) != 0, coefficient, exponent));
    }

    private static void Fixed(IBufferWriter<byte> output, DatumKind kind, long first, int second, int third)
    {
        var span = output.GetSpan(17);
        span[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(span[1..], first);
        BinaryPrimitives.WriteInt32LittleEndian(span[9..], second);
        BinaryPrimitives.WriteInt32LittleEndian(span[13..], third);
        output.Advance(17);
    }

    private static Datum ReadFixed(DatumKind kind, ref ReadOnlySpan<byte> input)
    {
        var first = BinaryPrimitives.ReadInt64LittleEndian(input);
        var second = BinaryPrimitives.ReadInt32LittleEndian(input[8..]);
        var third = BinaryPrimitives.ReadInt32LittleEndian(input[12..]);
        input = input[16..];
        return kind switch
        {
            DatumKind.Date => Datum.FromDate(new OracleDate(first)),
            DatumKind.Timestamp => Datum.FromTimestamp(new OracleTimestamp(first, second)),
            DatumKind.TimestampTz => Datum.FromTimestampTz(new OracleTimestampTz(new OracleTimestamp(first, second), third)),
            DatumKind.IntervalYearToMonth => Datum.FromIntervalYearToMonth(new IntervalYearToMonth(first)),
            DatumKind.IntervalDayToSecond => Datum.FromIntervalDayToSecond(new IntervalDayToSecond(first, second)),
            DatumKind.BinaryFloat => Datum.FromBinaryFloat(BitConverter.Int32BitsToSingle((int)first)),
            DatumKind.BinaryDouble => Datum.FromBinaryDouble(BitConverter.Int64BitsToDouble(first)),
            _ => throw new HarunireException(ValueErrors.DamagedValue, $"there is no kind of value {(byte)kind}"),
        };
    }

    private static void Tag(IBufferWriter<byte> output, byte tag)
    {
        output.GetSpan(1)[0] = tag;
        output.Advance(1);
    }

    private static void WriteBytes(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        var span = output.GetSpan(5);
        var length = (uint)bytes.Length;
        var used = 0;
        while (length >= 0x80)
        {
            span[used++] = unchecked((byte)(length | 0x80));
            length >>= 7;
        }

        span[used++] = (byte)length;
        output.Advance(used);
        output.Write(bytes);
    }

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> input)
    {
        var (length, shift, used) = (0, 0, 0);
        while (true)
        {
            var next = input[used++];
            length |= (next & 0x7F) << shift;
            shift += 7;
            if ((next & 0x80) == 0)
            {
                break;
            }
        }

        var bytes = input.Slice(used, length);
        input = input[(used + length)..];
        return bytes;
    }
}
