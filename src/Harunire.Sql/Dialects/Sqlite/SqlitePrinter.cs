using System.Diagnostics;
using System.Globalization;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Dialects.Sqlite;

/// <summary>Prints for SQLite with the functions of <see cref="SqliteFunctions"/> registered.</summary>
/// <remarks>
/// Every value inside the query has the one form that <see cref="StoredValue.Write"/> gives it: integers as INTEGER, other
/// numbers as TEXT, dates as ISO text. So grouping, equality and the order of text and dates are SQLite's own.
/// </remarks>
public sealed class SqlitePrinter : QueryPrinter
{
    protected override string Engine => "SQLite";

    protected override string TableReference(TableName table) => Quote(table.Table);

    // A LIMIT keeps SQLite from flattening the select: its rows are read once, and joins get an automatic index over them.
    protected override string AfterTable => " LIMIT -1";

    protected override string ReadColumn(ColumnDefinition column) => column.Type is NumberType
        ? $"har_num({Quote(column.Name)})"
        : $"har_read('{column.Type}', {Quote(column.Name)})";

    protected override string KeyParameter(int index, QueryColumn column) => $"@k{index}";

    protected override string NullSafe(string left, string right) => $"({left} IS {right})";

    protected override string Literal(BoundLiteral literal)
    {
        if (literal.Type is ConditionType)
        {
            throw Refuse("a constant condition", literal);
        }

        return StoredValue.Write(literal.Value, literal.Type) switch
        {
            null => "NULL",
            long integer => integer.ToString(CultureInfo.InvariantCulture),
            string text => QuoteText(text),
            byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
            var other => throw new UnreachableException(other.GetType().Name),
        };
    }

    protected override string Call(BoundCall call)
    {
        var arguments = call.Arguments.Select(Print).ToList();
        return call.Function switch
        {
            ScalarFunction.Add => $"har_add({arguments[0]}, {arguments[1]})",
            ScalarFunction.Subtract => $"har_sub({arguments[0]}, {arguments[1]})",
            ScalarFunction.Multiply => $"har_mul({arguments[0]}, {arguments[1]})",
            ScalarFunction.Divide => $"har_div({arguments[0]}, {arguments[1]})",
            ScalarFunction.Nvl or ScalarFunction.Coalesce => $"COALESCE({Join(", ", arguments)})",
            ScalarFunction.Nvl2 => $"CASE WHEN {arguments[0]} IS NOT NULL THEN {arguments[1]} ELSE {arguments[2]} END",
            ScalarFunction.NullIf => $"CASE WHEN {Comparison(call.Arguments[0], ComparisonOperator.Equal, call.Arguments[1])} THEN NULL ELSE {arguments[0]} END",
            _ => $"har_call({QuoteText(SqliteSignature.Of(call))}{Join("", arguments.Select(a => ", " + a))})",
        };
    }

    protected override string Comparison(BoundExpression left, ComparisonOperator comparison, BoundExpression right)
    {
        var symbol = Symbol(comparison);
        var isEquality = comparison is ComparisonOperator.Equal or ComparisonOperator.NotEqual;
        return (left.Type, right.Type) switch
        {
            (NumberType, NumberType) when !isEquality => $"(har_cmp({Print(left)}, {Print(right)}) {symbol} 0)",
            (CharType, CharType) => $"(rtrim({Print(left)}, ' ') {symbol} rtrim({Print(right)}, ' '))",
            (NumberType, NumberType) or (TextType or CharType or ClobType, TextType or CharType or ClobType) or (DateType, DateType) or (RawType, RawType)
                => $"({Print(left)} {symbol} {Print(right)})",
            _ => $"(har_compare('{left.Type}', '{right.Type}', {Print(left)}, {Print(right)}) {symbol} 0)",
        };
    }

    protected override string Like(BoundLike like) =>
        $"har_like({Print(like.Text)}, {Print(like.Pattern)}{(like.Escape is null ? "" : ", " + Print(like.Escape))})";

    protected override string Aggregate(BoundAggregate aggregate)
    {
        var distinct = aggregate.Distinct ? "DISTINCT " : "";
        var argument = aggregate.Argument is null ? "*" : Print(aggregate.Argument);
        return (aggregate.Function, aggregate.Argument?.Type) switch
        {
            (AggregateFunction.CountRows, _) => "COUNT(*)",
            (AggregateFunction.Count, _) => $"COUNT({distinct}{argument})",
            (AggregateFunction.Sum, NumberType) => $"har_sum({distinct}{argument})",
            (AggregateFunction.Avg, NumberType) => $"har_avg({distinct}{argument})",
            (AggregateFunction.Min, NumberType) => $"har_min({argument})",
            (AggregateFunction.Max, NumberType) => $"har_max({argument})",
            (AggregateFunction.Min, TextType or CharType or DateType or TimestampType) => $"MIN({argument})",
            (AggregateFunction.Max, TextType or CharType or DateType or TimestampType) => $"MAX({argument})",
            _ => throw Refuse($"{aggregate.Function} of {aggregate.Argument!.Type}", aggregate.Argument!),
        };
    }

    protected override string Comparable(string printed, BoundExpression operand, QueryColumn other) =>
        operand.Type is CharType && other.Type is CharType ? $"rtrim({printed}, ' ')" : printed;

    private static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        _ => throw new UnreachableException(),
    };
}
