using Harunire.Model.Types;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Binding;

/// <summary>Types of results, and which expressions can be NULL.</summary>
internal static class TypeRules
{
    /// <summary>The one type that holds the values of all; they are of one family.</summary>
    public static OracleType Unify(IEnumerable<OracleType> types)
    {
        var typed = types.Where(t => TypeFamilies.Of(t) != TypeFamily.Untyped).Distinct().ToList();
        return typed.Count switch
        {
            0 => new TextType(),
            1 => typed[0],
            _ => typed[0] switch
            {
                NumberType => UnifyNumbers(typed.Cast<NumberType>().ToList()),
                TimestampType => new TimestampType(typed.OfType<TimestampType>().Max(t => t.Precision)),
                TimestampTzType or TimestampLtzType => new TimestampTzType(9),
                TextType or CharType or ClobType => typed.Exists(t => t is ClobType) ? new ClobType() : new TextType(LongestText(typed)),
                RawType or BlobType => typed.Exists(t => t is BlobType) ? new BlobType() : new RawType(),
                var first => first,
            },
        };
    }

    /// <summary>False only where NULL can be ruled out.</summary>
    public static bool IsNullable(BoundExpression expression) => expression switch
    {
        BoundColumn column => column.Column.Nullable,
        BoundLiteral literal => literal.Value.IsNull,
        BoundCase @case => @case.Else is null || IsNullable(@case.Else) || @case.Arms.Any(a => IsNullable(a.Then)),
        BoundCall { Function: ScalarFunction.Nvl or ScalarFunction.Coalesce } call => call.Arguments.All(IsNullable),
        BoundCall { Function: ScalarFunction.Nvl2 } call => IsNullable(call.Arguments[1]) || IsNullable(call.Arguments[2]),
        BoundCall { Function: ScalarFunction.Concat } call => call.Arguments.All(IsNullable),
        BoundCall
        {
            Function: ScalarFunction.Add or ScalarFunction.Subtract or ScalarFunction.Multiply or ScalarFunction.Divide or ScalarFunction.Negate
            or ScalarFunction.Abs or ScalarFunction.Mod or ScalarFunction.RoundNumber or ScalarFunction.TruncNumber or ScalarFunction.Ceil or ScalarFunction.Floor
            or ScalarFunction.TruncDate or ScalarFunction.RoundDate or ScalarFunction.Extract or ScalarFunction.DateAddDays or ScalarFunction.DateSubtractDays
            or ScalarFunction.DateDifference or ScalarFunction.AddMonths or ScalarFunction.LastDay or ScalarFunction.MonthsBetween or ScalarFunction.NumberToChar
            or ScalarFunction.DateToChar or ScalarFunction.Upper or ScalarFunction.Lower or ScalarFunction.PadChar or ScalarFunction.Greatest or ScalarFunction.Least
            or ScalarFunction.DateToTimestamp or ScalarFunction.TimestampToDate or ScalarFunction.CastNumber or ScalarFunction.CastTimestamp
        } call => call.Arguments.Any(IsNullable),
        { Type: ConditionType } => false,
        _ => true,
    };

    private static NumberType UnifyNumbers(List<NumberType> types)
    {
        if (types.Exists(t => t.Precision is null))
        {
            return OracleType.Number;
        }

        var scale = types.Max(t => t.Scale ?? 0);
        var whole = types.Max(t => t.Precision!.Value - (t.Scale ?? 0));
        return whole + scale <= 38 ? new NumberType(whole + scale, scale) : OracleType.Number;
    }

    private static int? LongestText(List<OracleType> types)
    {
        var lengths = types.Select(t => t switch { TextType text => text.Length, CharType text => text.Length, _ => null }).ToList();
        return lengths.TrueForAll(l => l is not null) ? lengths.Max() : null;
    }
}
