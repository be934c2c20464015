using Harunire.Sql.Bound;

namespace Harunire.Plans.Rules;

/// <summary>What becomes of conditions and values when all of some columns are NULL, as on the far side of an outer join.</summary>
internal static class NullRejection
{
    /// <summary>True where the condition can't be true then.</summary>
    public static bool Refuses(BoundExpression condition, IReadOnlySet<QueryColumn> columns) => condition switch
    {
        BoundAnd and => and.Operands.Any(o => Refuses(o, columns)),
        BoundOr or => or.Operands.All(o => Refuses(o, columns)),
        BoundNot { Operand: BoundIsNull test } => IsNull(test.Operand, columns),
        BoundNot not => IsUnknown(not.Operand, columns),
        NullSafeEquals equals => (IsNull(equals.Left, columns) && IsValue(equals.Right)) || (IsNull(equals.Right, columns) && IsValue(equals.Left)),
        _ => IsUnknown(condition, columns),
    };

    /// <summary>True where the value is NULL then.</summary>
    public static bool IsNull(BoundExpression value, IReadOnlySet<QueryColumn> columns) => value switch
    {
        BoundColumn column => columns.Contains(column.Column),
        BoundLiteral literal => literal.Value.IsNull,
        BoundCall { Function: ScalarFunction.NullIf } call => IsNull(call.Arguments[0], columns),
        BoundCall { Function: ScalarFunction.Nvl or ScalarFunction.Nvl2 or ScalarFunction.Coalesce or ScalarFunction.Concat or ScalarFunction.Replace } => false,
        BoundCall call => call.Arguments.Any(a => IsNull(a, columns)),
        _ => false,
    };

    private static bool IsUnknown(BoundExpression condition, IReadOnlySet<QueryColumn> columns) => condition switch
    {
        BoundComparison comparison => IsNull(comparison.Left, columns) || IsNull(comparison.Right, columns),
        BoundLike like => IsNull(like.Text, columns) || IsNull(like.Pattern, columns),
        BoundInList list => IsNull(list.Operand, columns),
        BoundNot not => IsUnknown(not.Operand, columns),
        BoundAnd and => and.Operands.All(o => IsUnknown(o, columns)),
        BoundOr or => or.Operands.All(o => IsUnknown(o, columns)),
        _ => false,
    };

    private static bool IsValue(BoundExpression expression) => expression is BoundLiteral { Value.IsNull: false };
}
