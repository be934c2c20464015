using Harunire.Model.Functions;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Evaluation;

/// <summary>Every function of the catalogue as an operation on values: the engine and SQLite's functions share it.</summary>
public static class ScalarOperations
{
    /// <summary>The operation for these types.</summary>
    /// <param name="constant">The value of an argument that is a constant, null otherwise: constant masks are read once, here.</param>
    public static ScalarOperation Of(ScalarFunction function, IReadOnlyList<OracleType> arguments, OracleType result, Func<int, Datum?> constant) => function switch
    {
        ScalarFunction.Nvl or ScalarFunction.Coalesce => FirstNotNull,
        ScalarFunction.Nvl2 => values => values[0].IsNull ? values[2] : values[1],
        ScalarFunction.NullIf => NullIf(DatumOrder.Of(arguments[0], arguments[1])),
        ScalarFunction.Greatest => Strict(Extreme(arguments, 1)),
        ScalarFunction.Least => Strict(Extreme(arguments, -1)),
        ScalarFunction.Concat => TextOperations.Concat,
        ScalarFunction.Replace => TextOperations.Replace,
        ScalarFunction.TextToChar => values => values[0],
        _ => Strict(
            NumberOperations.Of(function)
            ?? TextOperations.Of(function)
            ?? TimeOperations.Of(function, arguments, constant)
            ?? ConversionOperations.Of(function, arguments, result)
            ?? throw EvaluationErrors.Refuse(function, "not with these arguments")),
    };

    /// <summary>LIKE of texts that are not NULL; ORA-01424 and ORA-01425 for a wrong escape.</summary>
    public static bool IsLike(string text, string pattern, string? escape) => LikePattern.Parse(pattern, escape).Matches(text);

    /// <summary>NULL where an argument is NULL.</summary>
    private static ScalarOperation Strict(ScalarOperation operation) => values =>
    {
        foreach (var value in values)
        {
            if (value.IsNull)
            {
                return Datum.Null;
            }
        }

        return operation(values);
    };

    private static Datum FirstNotNull(ReadOnlySpan<Datum> values)
    {
        foreach (var value in values)
        {
            if (!value.IsNull)
            {
                return value;
            }
        }

        return Datum.Null;
    }

    private static ScalarOperation NullIf(DatumOrder order) => values =>
        !values[0].IsNull && !values[1].IsNull && order.Compare(in values[0], in values[1]) == 0 ? Datum.Null : values[0];

    private static ScalarOperation Extreme(IReadOnlyList<OracleType> types, int sign)
    {
        var order = types.All(t => t is CharType) ? DatumOrder.Of(new TextType(), new TextType()) : DatumOrder.Of(types[0], types[^1]); // blanks count, as in DECODE
        return values =>
        {
            var best = values[0];
            foreach (var value in values[1..])
            {
                best = order.Compare(in value, in best) * sign > 0 ? value : best;
            }

            return best;
        };
    }
}
