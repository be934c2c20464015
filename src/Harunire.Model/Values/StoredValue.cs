using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Errors;
using Harunire.Model.Types;

namespace Harunire.Model.Values;

/// <summary>The one rule for Oracle's values in SQLite's cells: what may be read as which type, and the form that is written.</summary>
/// <remarks>
/// A NUMBER is an INTEGER where it fits 64 bits, else TEXT with all its digits, so nothing becomes REAL. A DATE is
/// 'YYYY-MM-DD HH:MM:SS'; a TIMESTAMP has its digits of fraction, and its offset where it has a zone; intervals are Oracle's
/// literals; RAW is a BLOB; NaN is TEXT. Values of one type are equal where their written cells are.
/// </remarks>
public static partial class StoredValue
{
    /// <summary>More significant digits than this are noise of the binary form.</summary>
    private const int MaxRealDigits = 15;

    /// <summary>SQLite has no NaN: a REAL of it would become NULL.</summary>
    private const string NotANumber = "NaN";

    /// <summary>The value of a cell: null, DBNull, long, double, string or byte[]. HAR1931 for what is no value of the type.</summary>
    public static Datum Read(object? cell, OracleType type) => (type, cell) switch
    {
        (_, null or DBNull) => Datum.Null,
        (_, string { Length: 0 }) => Datum.Null,
        (NumberType, long integer) => Datum.FromNumber(integer),
        (NumberType, double real) => Datum.FromNumber(ReadReal(real, type)),
        (NumberType, string text) => OracleNumber.TryParse(text, out var number) ? Datum.FromNumber(number) : throw Unreadable(cell, type),
        (TextType or CharType or ClobType, string text) => Datum.FromText(text),
        (TextType or CharType or ClobType, long integer) => Datum.FromText(integer.ToString(CultureInfo.InvariantCulture)),
        (DateType, string text) => OracleDate.TryParse(text, out var date) ? Datum.FromDate(date) : throw Unreadable(cell, type),
        (TimestampType, string text) => OracleTimestamp.TryParse(text, out var timestamp) ? Datum.FromTimestamp(timestamp) : throw Unreadable(cell, type),
        (TimestampTzType or TimestampLtzType, string text) => OracleTimestampTz.TryParse(text, out var zoned) ? Datum.FromTimestampTz(zoned) : throw Unreadable(cell, type),
        (IntervalYearToMonthType, string text) => ReadYearToMonth(text),
        (IntervalDayToSecondType, string text) => ReadDayToSecond(text),
        (RawType or BlobType, byte[] bytes) => Datum.FromRaw(bytes),
        (BinaryFloatType, double real) => Datum.FromBinaryFloat((float)real),
        (BinaryFloatType, long integer) => Datum.FromBinaryFloat(integer),
        (BinaryDoubleType, double real) => Datum.FromBinaryDouble(real),
        (BinaryDoubleType, long integer) => Datum.FromBinaryDouble(integer),
        (BinaryFloatType or BinaryDoubleType, NotANumber) => type is BinaryFloatType ? Datum.FromBinaryFloat(float.NaN) : Datum.FromBinaryDouble(double.NaN),
        _ => throw Unreadable(cell, type),
    };

    /// <summary>The cell for a value: null, long, double, string or byte[].</summary>
    public static object? Write(Datum value, OracleType type) => value.Kind switch
    {
        DatumKind.Null => null,
        DatumKind.Number => value.AsNumber.TryToInt64(out var integer) ? integer : value.AsNumber.ToPlainString(),
        DatumKind.Text => value.AsText,
        DatumKind.Date => value.AsDate.ToString(),
        DatumKind.Timestamp => value.AsTimestamp.ToString(Digits(type, value.AsTimestamp.Nanoseconds)),
        DatumKind.TimestampTz => value.AsTimestampTz.ToString(Digits(type, value.AsTimestampTz.Utc.Nanoseconds)),
        DatumKind.IntervalYearToMonth => value.AsIntervalYearToMonth.ToString(),
        DatumKind.IntervalDayToSecond => value.AsIntervalDayToSecond.ToString(),
        DatumKind.Raw => value.AsRaw,
        DatumKind.BinaryFloat => float.IsNaN(value.AsBinaryFloat) ? NotANumber : (double)value.AsBinaryFloat,
        DatumKind.BinaryDouble => double.IsNaN(value.AsBinaryDouble) ? NotANumber : value.AsBinaryDouble,
        _ => throw new System.Diagnostics.UnreachableException(value.Kind.ToString()),
    };

    // The decimal of at most 15 digits that reads back as this double is unique; a quotient of two exact doubles finds it without text.
    private static OracleNumber ReadReal(double real, OracleType type)
    {
        foreach (var scale in (ReadOnlySpan<int>)[2, 6])
        {
            var unscaled = Math.Round(real * PowerOfTen(scale));
            if (Math.Abs(unscaled) < 1e15 && (unscaled / PowerOfTen(scale)).Equals(real))
            {
                return OracleNumber.FromScaled((long)unscaled, scale);
            }
        }

        if (double.IsFinite(real)
            && OracleNumber.TryParse(real.ToString("R", CultureInfo.InvariantCulture), out var number)
            && number.Precision <= MaxRealDigits)
        {
            return number;
        }

        throw Unreadable(real, type, "a REAL of more than 15 significant digits is not the number that was meant; store it as TEXT");
    }

    private static double PowerOfTen(int scale) => scale == 2 ? 100 : 1_000_000;

    // A value that is finer than its type keeps its digits: nothing is cut off in silence.
    private static int Digits(OracleType type, int nanoseconds)
    {
        var digits = type switch
        {
            TimestampType timestamp => timestamp.Precision,
            TimestampTzType zoned => zoned.Precision,
            TimestampLtzType local => local.Precision,
            _ => 9,
        };
        return nanoseconds % (int)Math.Pow(10, 9 - digits) == 0 ? digits : 9;
    }

    private static Datum ReadYearToMonth(string text)
    {
        var match = YearToMonth().Match(text);
        if (!match.Success)
        {
            throw Unreadable(text, new IntervalYearToMonthType());
        }

        var months = (Part(match, "years") * 12) + Part(match, "months");
        return Datum.FromIntervalYearToMonth(new IntervalYearToMonth(match.Groups["minus"].Success ? -months : months));
    }

    private static Datum ReadDayToSecond(string text)
    {
        var match = DayToSecond().Match(text);
        if (!match.Success)
        {
            throw Unreadable(text, new IntervalDayToSecondType());
        }

        var seconds = (Part(match, "days") * 86_400) + (Part(match, "hours") * 3600) + (Part(match, "minutes") * 60) + Part(match, "seconds");
        var fraction = match.Groups["fraction"].Value;
        var nanoseconds = fraction.Length == 0 ? 0 : int.Parse(fraction.PadRight(9, '0'), CultureInfo.InvariantCulture);
        return Datum.FromIntervalDayToSecond(
            !match.Groups["minus"].Success ? new IntervalDayToSecond(seconds, nanoseconds)
            : nanoseconds == 0 ? new IntervalDayToSecond(-seconds, 0)
            : new IntervalDayToSecond(-seconds - 1, 1_000_000_000 - nanoseconds));
    }

    private static long Part(Match match, string group) => long.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static HarunireException Unreadable(object cell, OracleType type, string? hint = null)
    {
        var (storage, text) = cell switch
        {
            long integer => ("INTEGER", integer.ToString(CultureInfo.InvariantCulture)),
            double real => ("REAL", real.ToString("R", CultureInfo.InvariantCulture)),
            byte[] bytes => ("BLOB", $"{bytes.Length} bytes"),
            _ => ("TEXT", $"'{cell}'"),
        };
        return new HarunireException(ValueErrors.UnreadableCell, $"{storage} {text} can't be read as {type}", hint: hint);
    }

    [GeneratedRegex(@"^((?<minus>-)|\+)?(?<years>\d{1,9})-(?<months>\d{1,2})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 60_000)]
    private static partial Regex YearToMonth();

    [GeneratedRegex(
        @"^((?<minus>-)|\+)?(?<days>\d{1,9}) (?<hours>\d{1,2}):(?<minutes>\d{1,2}):(?<seconds>\d{1,2})(\.(?<fraction>\d{1,9}))?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        60_000)]
    private static partial Regex DayToSecond();
}
