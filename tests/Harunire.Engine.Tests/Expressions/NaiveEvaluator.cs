using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Tests.Expressions;

/// <summary>The twin of the compiler: walks the tree for each row, with bool? as truth and no shortcut.</summary>
internal sealed class NaiveEvaluator(IReadOnlyDictionary<int, Datum> cells)
{
    public Datum Value(BoundExpression expression) => expression switch
    {
        BoundColumn column => cells[column.Column.Id],
        BoundLiteral literal => literal.Value,
        BoundCase choice => choice.Arms.FirstOrDefault(arm => Truth(arm.When) == true) is { } taken
            ? Value(taken.Then)
            : choice.Else is null ? Datum.Null : Value(choice.Else),
        BoundCall call => Call(call.Function, [.. call.Arguments.Select(Value)]),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    public bool? Truth(BoundExpression condition) => condition switch
    {
        BoundComparison c => Compare(c.Operator, Value(c.Left), Value(c.Right)),
        BoundAnd and => and.Operands.Select(Truth).Aggregate((bool?)true, (a, b) => a & b),
        BoundOr or => or.Operands.Select(Truth).Aggregate((bool?)false, (a, b) => a | b),
        BoundNot not => !Truth(not.Operand),
        BoundIsNull isNull => Value(isNull.Operand).IsNull,
        BoundInList list => list.Items.Select(item => Compare(ComparisonOperator.Equal, Value(list.Operand), Value(item))).Aggregate((bool?)false, (a, b) => a | b),
        NullSafeEquals equals => Value(equals.Left).Equals(Value(equals.Right)),
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };

    private static bool? Compare(ComparisonOperator comparison, Datum left, Datum right)
    {
        if (left.IsNull || right.IsNull)
        {
            return null;
        }

        var order = Datum.Compare(left, right);
        return comparison switch
        {
            ComparisonOperator.Equal => order == 0,
            ComparisonOperator.NotEqual => order != 0,
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static Datum Call(ScalarFunction function, Datum[] a) => function switch
    {
        ScalarFunction.Coalesce or ScalarFunction.Nvl => a.FirstOrDefault(each => !each.IsNull),
        ScalarFunction.Nvl2 => a[0].IsNull ? a[2] : a[1],
        ScalarFunction.NullIf => Compare(ComparisonOperator.Equal, a[0], a[1]) == true ? Datum.Null : a[0],
        ScalarFunction.Concat => Datum.FromText(string.Concat(a.Select(each => each.IsNull ? "" : each.AsText))),
        _ when a.Any(each => each.IsNull) => Datum.Null,
        ScalarFunction.Add => Datum.FromNumber(OracleNumber.Add(a[0].AsNumber, a[1].AsNumber)),
        ScalarFunction.Subtract => Datum.FromNumber(OracleNumber.Subtract(a[0].AsNumber, a[1].AsNumber)),
        ScalarFunction.Multiply => Datum.FromNumber(OracleNumber.Multiply(a[0].AsNumber, a[1].AsNumber)),
        ScalarFunction.Negate => Datum.FromNumber(OracleNumber.Zero - a[0].AsNumber),
        ScalarFunction.Abs => Datum.FromNumber(a[0].AsNumber.Sign < 0 ? OracleNumber.Zero - a[0].AsNumber : a[0].AsNumber),
        ScalarFunction.Greatest => a.MaxBy(each => each.AsNumber),
        ScalarFunction.Least => a.MinBy(each => each.AsNumber),
        ScalarFunction.Upper => Datum.FromText(string.Concat(a[0].AsText.Select(char.ToUpperInvariant))),
        ScalarFunction.Length => Datum.FromNumber(a[0].AsText.Length),
        _ => throw new InvalidOperationException(function.ToString()),
    };
}
