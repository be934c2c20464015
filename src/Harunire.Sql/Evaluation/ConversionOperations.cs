using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Evaluation;

/// <summary>Conversions; no argument is NULL.</summary>
internal static class ConversionOperations
{
    public static ScalarOperation? Of(ScalarFunction function, IReadOnlyList<OracleType> types, OracleType result, Func<int, Datum?> constant) => (function, types.Count) switch
    {
        (ScalarFunction.NumberToChar, 1) => v => Datum.FromText(v[0].AsNumber.ToString()),
        (ScalarFunction.ToNumber, 1) => v => Datum.FromNumber(OracleNumber.Parse(v[0].AsText)),
        (ScalarFunction.DateToTimestamp, _) => v => Datum.FromTimestamp(OracleTimestamp.FromDate(v[0].AsDate)),
        (ScalarFunction.TimestampToDate, _) => v => Datum.FromDate(v[0].AsTimestamp.Date),
        (ScalarFunction.CastNumber, _) when result is NumberType number => v => Datum.FromNumber(Cast(v[0].AsNumber, number)),
        (ScalarFunction.CastText, _) => v => Datum.FromText(Cut(v[0].AsText, result)),
        (ScalarFunction.CastTimestamp, _) when result is TimestampType timestamp => v => Datum.FromTimestamp(v[0].AsTimestamp.Round(timestamp.Precision)),
        _ => null,
    };

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

    private static string Cut(string text, OracleType type) => type switch
    {
        TextType { Length: { } length } when text.Length > length => text[..length],
        CharType { Length: var length } => text.Length > length ? text[..length] : text.PadRight(length),
        _ => text,
    };
}
