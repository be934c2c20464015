using System.Globalization;

namespace Harunire.Sql.Bound;

/// <summary>A text that is equal for equal expressions: same operators, constants and columns. Also what plans show.</summary>
public static class BoundText
{
    /// <summary>Columns as <c>name#id</c>.</summary>
    public static string Of(BoundExpression expression) => Of(expression, column => $"{column.Name}#{column.Id.ToString(CultureInfo.InvariantCulture)}");

    public static string Of(BoundExpression expression, Func<QueryColumn, string> column)
    {
        string Text(BoundExpression e) => Of(e, column);
        string List(IEnumerable<BoundExpression> list, string separator) => string.Join(separator, list.Select(Text));
        return expression switch
        {
            BoundColumn e => column(e.Column),
            BoundLiteral { Value.IsNull: true } => "NULL",
            BoundLiteral e => e.Value.Kind is Model.Values.DatumKind.Number ? e.Value.ToString() : $"{(e.Value.Kind == Model.Values.DatumKind.Text ? "" : e.Value.Kind.ToString().ToUpperInvariant() + " ")}'{e.Value.ToString().Replace("'", "''", StringComparison.Ordinal)}'",
            BoundCall e => Call(e, Text),
            BoundComparison e => $"({Text(e.Left)} {Sign(e.Operator)} {Text(e.Right)})",
            BoundAnd e => $"({List(e.Operands, " AND ")})",
            BoundOr e => $"({List(e.Operands, " OR ")})",
            BoundNot e => $"NOT {Text(e.Operand)}",
            BoundIsNull e => $"({Text(e.Operand)} IS NULL)",
            BoundLike e => $"({Text(e.Text)} LIKE {Text(e.Pattern)}{(e.Escape is null ? "" : " ESCAPE " + Text(e.Escape))})",
            BoundInList e => $"({Text(e.Operand)} IN ({List(e.Items, ", ")}))",
            BoundCase e => $"CASE{string.Concat(e.Arms.Select(a => $" WHEN {Text(a.When)} THEN {Text(a.Then)}"))}{(e.Else is null ? "" : " ELSE " + Text(e.Else))} END",
            NullSafeEquals e => $"({Text(e.Left)} IS {Text(e.Right)})",
            BoundExists e => $"EXISTS(query {Id(e.Query)})",
            BoundInSubquery e => $"(({List(e.Operands, ", ")}) IN (query {Id(e.Query)}))",
            BoundScalarSubquery e => $"(query {Id(e.Query)})",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static string Sign(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };

    private static string Call(BoundCall call, Func<BoundExpression, string> text)
    {
        var sign = call.Function switch
        {
            ScalarFunction.Add or ScalarFunction.DateAddDays or ScalarFunction.AddInterval => "+",
            ScalarFunction.Subtract or ScalarFunction.DateSubtractDays or ScalarFunction.DateDifference or ScalarFunction.TimestampDifference or ScalarFunction.SubtractInterval => "-",
            ScalarFunction.Multiply => "*",
            ScalarFunction.Divide => "/",
            ScalarFunction.Concat => "||",
            _ => null,
        };
        return sign is not null
            ? $"({string.Join($" {sign} ", call.Arguments.Select(text))})"
            : $"{Name(call)}({string.Join(", ", call.Arguments.Select(text))})";
    }

    private static string Name(BoundCall call) => call.Function switch
    {
        ScalarFunction.RoundNumber or ScalarFunction.RoundDate => "ROUND",
        ScalarFunction.TruncNumber or ScalarFunction.TruncDate => "TRUNC",
        ScalarFunction.NumberToChar or ScalarFunction.DateToChar or ScalarFunction.TextToChar => "TO_CHAR",
        ScalarFunction.ToNumber => "TO_NUMBER",
        ScalarFunction.ToDate => "TO_DATE",
        ScalarFunction.ToTimestamp => "TO_TIMESTAMP",
        ScalarFunction.AddMonths => "ADD_MONTHS",
        ScalarFunction.LastDay => "LAST_DAY",
        ScalarFunction.MonthsBetween => "MONTHS_BETWEEN",
        ScalarFunction.CastNumber or ScalarFunction.CastText or ScalarFunction.CastTextBytes or ScalarFunction.CastTimestamp => $"CAST AS {call.Type} ",
        ScalarFunction.DateToTimestamp => "CAST AS TIMESTAMP ",
        ScalarFunction.TimestampToDate => "CAST AS DATE ",
        _ => call.Function.ToString().ToUpperInvariant(),
    };

    // A subquery is one object; its first column's id tells it from others.
    private static string Id(BoundQuery query) => query.Columns[0].Id.ToString(CultureInfo.InvariantCulture);
}
