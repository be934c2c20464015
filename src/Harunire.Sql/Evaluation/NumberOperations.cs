using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Evaluation;

/// <summary>Functions of NUMBER; no argument is NULL.</summary>
internal static class NumberOperations
{
    public static ScalarOperation? Of(ScalarFunction function) => function switch
    {
        ScalarFunction.Add => v => Datum.FromNumber(v[0].AsNumber + v[1].AsNumber),
        ScalarFunction.Subtract => v => Datum.FromNumber(v[0].AsNumber - v[1].AsNumber),
        ScalarFunction.Multiply => v => Datum.FromNumber(v[0].AsNumber * v[1].AsNumber),
        ScalarFunction.Divide => v => Datum.FromNumber(v[0].AsNumber / v[1].AsNumber),
        ScalarFunction.Mod => v => Datum.FromNumber(v[0].AsNumber % v[1].AsNumber),
        ScalarFunction.Negate => v => Datum.FromNumber(v[0].AsNumber.Negate()),
        ScalarFunction.Abs => v => Datum.FromNumber(v[0].AsNumber.Abs()),
        ScalarFunction.Sign => v => Datum.FromNumber(v[0].AsNumber.Sign),
        ScalarFunction.Ceil => v => Datum.FromNumber(v[0].AsNumber.Ceiling()),
        ScalarFunction.Floor => v => Datum.FromNumber(v[0].AsNumber.Floor()),
        ScalarFunction.RoundNumber => v => Datum.FromNumber(v[0].AsNumber.Round(v.Length > 1 ? Digits(v[1]) : 0)),
        ScalarFunction.TruncNumber => v => Datum.FromNumber(v[0].AsNumber.Truncate(v.Length > 1 ? Digits(v[1]) : 0)),
        ScalarFunction.Power => v => Datum.FromNumber(Power(v[0].AsNumber, v[1].AsNumber)),
        _ => null,
    };

    /// <summary>An argument that Oracle cuts to an integer.</summary>
    public static long Whole(in Datum value) =>
        value.AsNumber.Truncate().TryToInt64(out var whole) ? whole : value.AsNumber.Sign < 0 ? long.MinValue / 4 : long.MaxValue / 4;

    private static int Digits(in Datum value) => (int)Math.Clamp(Whole(in value), -200, 200);

    private static OracleNumber Power(OracleNumber value, OracleNumber exponent) =>
        exponent.TryToInt64(out var whole) && Math.Abs(whole) <= int.MaxValue
            ? OracleNumber.Power(value, (int)whole)
            : throw EvaluationErrors.Refuse(ScalarFunction.Power, $"the exponent {exponent} is no integer");
}
