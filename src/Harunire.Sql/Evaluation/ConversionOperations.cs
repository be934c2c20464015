using System.Text;
using Harunire.Model.Errors;
using Harunire.Model.Formats;
using Harunire.Model.Functions;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Evaluation;

/// <summary>Conversions; no argument is NULL.</summary>
internal static class ConversionOperations
{
    public static ScalarOperation? Of(ScalarFunction function, IReadOnlyList<OracleType> types, OracleType result) => (function, types.Count) switch
    {
        (ScalarFunction.NumberToChar, 1) => v => Datum.FromText(v[0].AsNumber.ToString()),
        (ScalarFunction.ToNumber, 1) => v => Datum.FromNumber(OracleNumber.Parse(v[0].AsText)),
        (ScalarFunction.NumberToChar, 2) => NumberToChar(),
        (ScalarFunction.ToNumber, 2) => ToNumber(),
        (ScalarFunction.DateToChar, 2) => DateToChar(types[0]),
        (ScalarFunction.ToDate, 2) => ToDate(),
        (ScalarFunction.ToTimestamp, 2) => ToTimestamp(),
        (ScalarFunction.DateToTimestamp, _) => v => Datum.FromTimestamp(OracleTimestamp.FromDate(v[0].AsDate)),
        (ScalarFunction.TimestampToDate, _) => v => Datum.FromDate(v[0].AsTimestamp.Date),
        (ScalarFunction.CastNumber, _) when result is NumberType number => v => Datum.FromNumber(Cast(v[0].AsNumber, number)),
        (ScalarFunction.CastText, _) => v => Datum.FromText(Cut(v[0].AsText, result)),
        (ScalarFunction.CastTextBytes, _) => v => Datum.FromText(CutBytes(v[0].AsText, result)),
        (ScalarFunction.CastTimestamp, _) when result is TimestampType timestamp => v => Datum.FromTimestamp(v[0].AsTimestamp.Round(timestamp.Precision)),
        _ => null,
    };

    private static ScalarOperation NumberToChar()
    {
        var masks = new MaskCache<NumberFormat>(NumberFormat.Parse);
        return v => Datum.FromText(masks.Get(in v[1]).Format(v[0].AsNumber));
    }

    private static ScalarOperation ToNumber()
    {
        var masks = new MaskCache<NumberFormat>(NumberFormat.Parse);
        return v => Datum.FromNumber(masks.Get(in v[1]).ParseValue(v[0].AsText));
    }

    private static ScalarOperation DateToChar(OracleType type)
    {
        var masks = new MaskCache<DateFormat>(DateFormat.Parse);
        var precision = type switch { TimestampType t => t.Precision, TimestampTzType t => t.Precision, _ => 6 };
        return v => Datum.FromText(v[0].Kind switch
        {
            DatumKind.Timestamp => masks.Get(in v[1]).Format(v[0].AsTimestamp, precision: precision),
            DatumKind.TimestampTz => masks.Get(in v[1]).Format(v[0].AsTimestampTz, precision: precision),
            _ => masks.Get(in v[1]).Format(v[0].AsDate),
        });
    }

    /// <summary>Masks without year or month are refused: the result would depend on the clock.</summary>
    private static ScalarOperation ToDate()
    {
        var masks = new MaskCache<DateFormat>(DateFormat.Parse);
        return v => Datum.FromDate(masks.Get(in v[1]).ParseDate(v[0].AsText));
    }

    private static ScalarOperation ToTimestamp()
    {
        var masks = new MaskCache<DateFormat>(DateFormat.Parse);
        return v => Datum.FromTimestamp(masks.Get(in v[1]).ParseTimestamp(v[0].AsText));
    }

    private static OracleNumber Cast(OracleNumber value, NumberType type)
    {
        if (type.Precision is null && type.Scale is null)
        {
            return value;
        }

        var scale = type.Scale ?? 0;
        var rounded = value.Round(scale);
        if (type.Precision is { } precision && rounded.Abs().CompareTo(OracleNumber.Power(10, precision - scale)) >= 0)
        {
            throw new HarunireException(ValueErrors.NumericOverflow, $"ORA-01438: value larger than specified precision: {value} as {type}");
        }

        return rounded;
    }

    // Where no CHAR stands behind the length, the session's NLS_LENGTH_SEMANTICS decides; both ways agree on ASCII and on what fits.
    private static string CutBytes(string text, OracleType type)
    {
        var length = type switch { TextType { Length: { } most } => most, CharType { Length: var fixedLength } => fixedLength, _ => int.MaxValue };
        return Ascii.IsValid(text) || (type is TextType && Encoding.UTF8.GetByteCount(text) <= length)
            ? Cut(text, type)
            : throw new HarunireException(ValueErrors.LengthUnitNeeded, $"'{text}' as {type}: whether {length} counts bytes or characters decides what is left", hint: $"write the unit: {type.ToString()!.Replace(")", " CHAR)", StringComparison.Ordinal)}");
    }

    private static string Cut(string text, OracleType type) => type switch
    {
        TextType { Length: { } length } => OracleText.Substr(text, 1, length)!,
        CharType { Length: var length } => OracleText.Rpad(text, length)!,
        _ => text,
    };
}
