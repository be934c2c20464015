using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Binding;

/// <summary>Oracle's implicit conversions, made visible as calls; those that depend on NLS settings are refused.</summary>
internal static class Conversions
{
    public static BoundExpression To(TypeFamily family, BoundExpression expression, string what)
    {
        var from = TypeFamilies.Of(expression.Type);
        if (from == family)
        {
            return expression;
        }

        return (from, family) switch
        {
            (TypeFamily.Untyped, _) => new BoundLiteral(Datum.Null, Typical(family)) { Location = expression.Location },
            (TypeFamily.Text, TypeFamily.Number) => Call(ScalarFunction.ToNumber, expression, OracleType.Number),
            (TypeFamily.Number, TypeFamily.Text) => Call(ScalarFunction.NumberToChar, expression, new TextType()),
            (TypeFamily.Date, TypeFamily.Timestamp) => Call(ScalarFunction.DateToTimestamp, expression, new TimestampType(0)),
            (TypeFamily.Timestamp, TypeFamily.Date) => Call(ScalarFunction.TimestampToDate, expression, OracleType.Date),
            _ => throw Refuse(expression, from, family, what),
        };
    }

    /// <summary>Brings two or more operands to one family, as Oracle's comparison does: text gives way to numbers, DATE to TIMESTAMP.</summary>
    public static List<BoundExpression> ToCommon(IReadOnlyList<BoundExpression> operands, string what)
    {
        var families = operands.Select(o => TypeFamilies.Of(o.Type)).Where(f => f != TypeFamily.Untyped).Distinct().ToList();
        var common = families.Count switch
        {
            0 => TypeFamily.Text,
            1 => families[0],
            _ when families.Contains(TypeFamily.TimestampTz) => TypeFamily.TimestampTz,
            _ when families.Contains(TypeFamily.Timestamp) => TypeFamily.Timestamp,
            _ when families.Contains(TypeFamily.Date) => TypeFamily.Date,
            _ when families.Contains(TypeFamily.Number) => TypeFamily.Number,
            _ => families[0],
        };
        return [.. operands.Select(o => To(common, o, what))];
    }

    /// <summary>As <see cref="ToCommon"/>, where the first operand decides (NVL, DECODE's and CASE's results).</summary>
    public static List<BoundExpression> ToFirst(IReadOnlyList<BoundExpression> operands, string what)
    {
        var first = operands.Select(o => TypeFamilies.Of(o.Type)).FirstOrDefault(f => f != TypeFamily.Untyped, TypeFamily.Text);
        if (first == TypeFamily.Date && operands.Any(o => TypeFamilies.Of(o.Type) == TypeFamily.Timestamp))
        {
            first = TypeFamily.Timestamp;
        }

        return [.. operands.Select(o => To(first, o, what))];
    }

    private static BoundCall Call(ScalarFunction function, BoundExpression argument, OracleType type) =>
        new(function, [argument], type) { Location = argument.Location };

    private static OracleType Typical(TypeFamily family) => family switch
    {
        TypeFamily.Number => OracleType.Number,
        TypeFamily.Date => OracleType.Date,
        TypeFamily.Timestamp => new TimestampType(),
        TypeFamily.TimestampTz => new TimestampTzType(),
        TypeFamily.IntervalYearToMonth => new IntervalYearToMonthType(),
        TypeFamily.IntervalDayToSecond => new IntervalDayToSecondType(),
        TypeFamily.Raw => new RawType(),
        _ => new TextType(),
    };

    private static HarunireException Refuse(BoundExpression expression, TypeFamily from, TypeFamily to, string what)
    {
        var hint = (from, to) switch
        {
            (TypeFamily.Text, TypeFamily.Date or TypeFamily.Timestamp) => "Oracle would convert the text by NLS_DATE_FORMAT: write DATE '2026-01-31', or TO_DATE with a mask",
            (TypeFamily.Date or TypeFamily.Timestamp, TypeFamily.Text) => "Oracle would convert the date by NLS_DATE_FORMAT: write TO_CHAR with a mask",
            (TypeFamily.Condition, _) => "a condition is no value in Oracle's SQL: write CASE WHEN ... THEN 1 ELSE 0 END",
            _ => null,
        };
        return SqlErrors.At(expression.Location, SqlErrors.WrongArguments, $"{what} takes {Name(to)}, and this is {(from == TypeFamily.Condition ? "a condition" : expression.Type)}", hint);
    }

    private static string Name(TypeFamily family) => family switch
    {
        TypeFamily.Number => "a number",
        TypeFamily.Text => "a text",
        TypeFamily.Date => "a date",
        TypeFamily.Timestamp => "a timestamp",
        TypeFamily.Condition => "a condition",
        _ => family.ToString(),
    };
}
