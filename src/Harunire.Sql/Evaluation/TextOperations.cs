using Harunire.Model.Functions;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Evaluation;

/// <summary>Functions of text over values; no argument is NULL but in CONCAT and REPLACE.</summary>
internal static class TextOperations
{
    public static ScalarOperation? Of(ScalarFunction function) => function switch
    {
        ScalarFunction.Upper => v => Datum.FromText(OracleText.Upper(v[0].AsText)),
        ScalarFunction.Lower => v => Datum.FromText(OracleText.Lower(v[0].AsText)),
        ScalarFunction.Initcap => v => Datum.FromText(OracleText.Initcap(v[0].AsText)),
        ScalarFunction.Length => v => OracleText.Length(v[0].AsText) is { } length ? Datum.FromNumber(length) : Datum.Null,
        ScalarFunction.Substr => v => Datum.FromText(OracleText.Substr(v[0].AsText, NumberOperations.Whole(in v[1]), v.Length > 2 ? NumberOperations.Whole(in v[2]) : null)),
        ScalarFunction.Instr => v => OracleText.Instr(v[0].AsText, v[1].AsText, Whole(v, 2, 1), Whole(v, 3, 1)) is { } place ? Datum.FromNumber(place) : Datum.Null,
        ScalarFunction.Trim => v => Datum.FromText(OracleText.Trim(v[0].AsText, Text(v, 1))),
        ScalarFunction.Ltrim => v => Datum.FromText(OracleText.Ltrim(v[0].AsText, Text(v, 1))),
        ScalarFunction.Rtrim => v => Datum.FromText(OracleText.Rtrim(v[0].AsText, Text(v, 1))),
        ScalarFunction.Lpad => v => Datum.FromText(OracleText.Lpad(v[0].AsText, NumberOperations.Whole(in v[1]), Text(v, 2))),
        ScalarFunction.Rpad => v => Datum.FromText(OracleText.Rpad(v[0].AsText, NumberOperations.Whole(in v[1]), Text(v, 2))),
        ScalarFunction.PadChar => v => Datum.FromText(v[0].AsText.PadRight((int)NumberOperations.Whole(in v[1]))),
        ScalarFunction.Translate => v => Datum.FromText(OracleText.Translate(v[0].AsText, v[1].AsText, v[2].AsText)),
        _ => null,
    };

    /// <summary>NULL is nothing.</summary>
    public static Datum Concat(ReadOnlySpan<Datum> values)
    {
        string? text = null;
        foreach (var value in values)
        {
            text = OracleText.Concat(text, OrNull(in value));
        }

        return Datum.FromText(text);
    }

    public static Datum Replace(ReadOnlySpan<Datum> v) =>
        Datum.FromText(OracleText.Replace(OrNull(in v[0]), OrNull(in v[1]), v.Length > 2 ? OrNull(in v[2]) : null));

    private static string? OrNull(in Datum value) => value.IsNull ? null : value.AsText;

    private static string Text(ReadOnlySpan<Datum> v, int index) => index < v.Length ? v[index].AsText : " ";

    private static long Whole(ReadOnlySpan<Datum> v, int index, long otherwise) => index < v.Length ? NumberOperations.Whole(in v[index]) : otherwise;
}
