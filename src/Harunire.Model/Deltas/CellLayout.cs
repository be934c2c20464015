using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Model.Deltas;

/// <summary>How a column's values become 64-bit words. A value has a word or has none; both are decided by the value alone, so equal values have equal cells.</summary>
/// <param name="Kind">What a word stands for: a NUMBER as value × 10^scale, a DATE in seconds, a TIMESTAMP in microseconds, months, bits.</param>
/// <param name="Scale">Of numbers, 0..18; else 0.</param>
public readonly record struct CellLayout(DatumKind Kind, int Scale)
{
    /// <summary>The greatest scale: 10^18 fits a word.</summary>
    public const int MaxScale = 18;

    private const int FloatingScale = 4;
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long MostSeconds = long.MaxValue / MicrosecondsPerSecond;

    /// <summary>A NUMBER without a scale gets one of 4; values with more decimals are wide.</summary>
    public static CellLayout Of(OracleType type) => type switch
    {
        NumberType number => Number(number.Scale ?? (number.Precision is null ? FloatingScale : 0)),
        DateType => new(DatumKind.Date, 0),
        TimestampType => new(DatumKind.Timestamp, 0),
        TimestampTzType or TimestampLtzType => new(DatumKind.TimestampTz, 0),
        IntervalYearToMonthType => new(DatumKind.IntervalYearToMonth, 0),
        IntervalDayToSecondType => new(DatumKind.IntervalDayToSecond, 0),
        BinaryFloatType => new(DatumKind.BinaryFloat, 0),
        BinaryDoubleType => new(DatumKind.BinaryDouble, 0),
        RawType or BlobType => new(DatumKind.Raw, 0),
        _ => new(DatumKind.Text, 0),
    };

    public static CellLayout Number(int scale) => new(DatumKind.Number, Math.Clamp(scale, 0, MaxScale));

    /// <summary>True where the order of words is the order of values.</summary>
    public bool IsOrdered => Kind is DatumKind.Number or DatumKind.Date or DatumKind.Timestamp or DatumKind.IntervalYearToMonth or DatumKind.IntervalDayToSecond;

    /// <summary>False where the value has no word in this layout.</summary>
    public bool TryEncode(in Datum value, out long word)
    {
        word = 0;
        if (value.Kind != Kind)
        {
            return false;
        }

        switch (Kind)
        {
            case DatumKind.Number:
                return value.AsNumber.TryToScaled(Scale, out word);
            case DatumKind.Date:
                word = value.AsDate.Seconds;
                return true;
            case DatumKind.Timestamp:
                return TryMicroseconds(value.AsTimestamp.Seconds, value.AsTimestamp.Nanoseconds, out word);
            case DatumKind.IntervalDayToSecond:
                return TryMicroseconds(value.AsIntervalDayToSecond.Seconds, value.AsIntervalDayToSecond.Nanoseconds, out word);
            case DatumKind.IntervalYearToMonth:
                word = value.AsIntervalYearToMonth.Months;
                return true;
            case DatumKind.BinaryFloat:
                word = BitConverter.SingleToInt32Bits(value.AsBinaryFloat);
                return true;
            case DatumKind.BinaryDouble:
                word = BitConverter.DoubleToInt64Bits(value.AsBinaryDouble);
                return true;
            default:
                return false;
        }
    }

    public Datum Decode(long word)
    {
        switch (Kind)
        {
            case DatumKind.Number:
                return Datum.FromNumber(OracleNumber.FromScaled(word, Scale));
            case DatumKind.Date:
                return Datum.FromDate(new OracleDate(word));
            case DatumKind.Timestamp:
                var (seconds, micros) = Split(word);
                return Datum.FromTimestamp(new OracleTimestamp(seconds, micros * 1000));
            case DatumKind.IntervalDayToSecond:
                var (wholeSeconds, fraction) = Split(word);
                return Datum.FromIntervalDayToSecond(new IntervalDayToSecond(wholeSeconds, fraction * 1000));
            case DatumKind.IntervalYearToMonth:
                return Datum.FromIntervalYearToMonth(new IntervalYearToMonth(word));
            case DatumKind.BinaryFloat:
                return Datum.FromBinaryFloat(BitConverter.Int32BitsToSingle((int)word));
            case DatumKind.BinaryDouble:
                return Datum.FromBinaryDouble(BitConverter.Int64BitsToDouble(word));
            default:
                throw new InvalidOperationException($"A {Kind} has no word.");
        }
    }

    // Nanoseconds are 0..999,999,999 also before 1970; the last three digits have no place in a word.
    private static bool TryMicroseconds(long seconds, int nanoseconds, out long word)
    {
        word = 0;
        if (nanoseconds < 0 || nanoseconds % 1000 != 0 || seconds >= MostSeconds || seconds <= -MostSeconds)
        {
            return false;
        }

        word = (seconds * MicrosecondsPerSecond) + (nanoseconds / 1000);
        return true;
    }

    private static (long Seconds, int Microseconds) Split(long word)
    {
        var seconds = word / MicrosecondsPerSecond;
        var rest = (int)(word % MicrosecondsPerSecond);
        return rest < 0 ? (seconds - 1, rest + (int)MicrosecondsPerSecond) : (seconds, rest);
    }
}
