using System.Diagnostics;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Dialects.PostgreSql;

/// <summary>Prints for PostgreSQL 14 or newer, with TimeZone UTC. Texts are compared by their bytes, whatever the database's locale.</summary>
/// <remarks>NUMBER is numeric, DATE timestamp(0). Division and AVG keep at least 40 decimals, which are not Oracle's 40 digits: round before comparing.</remarks>
public sealed class PostgreSqlPrinter : QueryPrinter
{
    protected override string Engine => "PostgreSQL";

    /// <summary>The name of a column in the printed query.</summary>
    public static string NameOf(QueryColumn column) => Name(column);

    protected override string TableReference(TableName table) =>
        table.Schema is null ? Quote(table.Table) : $"{Quote(table.Schema)}.{Quote(table.Table)}";

    protected override string ReadColumn(ColumnDefinition column) => column.Type is TextType or ClobType or CharType
        ? $"NULLIF({Quote(column.Name)}::text, '') COLLATE \"C\""
        : $"{Quote(column.Name)}::{TypeName(column.Type)}";

    protected override string KeyParameter(int index, QueryColumn column) => $"@k{index}::{TypeName(column.Type)}";

    protected override string NullSafe(string left, string right) => $"({left} IS NOT DISTINCT FROM {right})";

    protected override string Literal(BoundLiteral literal) => (literal.Value.IsNull, literal.Type) switch
    {
        (_, ConditionType) => throw Refuse("a constant condition", literal),
        (true, _) => $"NULL::{TypeName(literal.Type)}",
        (_, NumberType) => $"{literal.Value.AsNumber.ToPlainString()}::numeric",
        (_, RawType or BlobType) => $"decode('{Convert.ToHexString(literal.Value.AsRaw)}', 'hex')",
        (_, TextType or CharType or ClobType) => $"{QuoteText(literal.Value.AsText)}::text",
        _ => $"{QuoteText((string)StoredValue.Write(literal.Value, literal.Type)!)}::{TypeName(literal.Type)}",
    };

    protected override string Call(BoundCall call) =>
        PostgreSqlFunctions.Print(call, [.. call.Arguments.Select(Print)]) ?? throw Refuse($"{call.Function} in this form", call);

    protected override string Comparison(BoundExpression left, ComparisonOperator comparison, BoundExpression right) =>
        left.Type is CharType && right.Type is CharType
            ? $"(rtrim({Print(left)}, ' ') {Symbol(comparison)} rtrim({Print(right)}, ' '))"
            : $"({Print(left)} {Symbol(comparison)} {Print(right)})";

    protected override string Like(BoundLike like) =>
        $"({Print(like.Text)} LIKE {Print(like.Pattern)} ESCAPE {(like.Escape is null ? "''" : Print(like.Escape))})";

    protected override string Aggregate(BoundAggregate aggregate)
    {
        var distinct = aggregate.Distinct ? "DISTINCT " : "";
        var argument = aggregate.Argument is null ? "*" : Print(aggregate.Argument);
        return aggregate.Function switch
        {
            AggregateFunction.CountRows => "COUNT(*)::numeric",
            AggregateFunction.Count => $"COUNT({distinct}{argument})::numeric",
            AggregateFunction.Sum => $"SUM({distinct}{argument})",
            AggregateFunction.Avg => $"((SUM({distinct}{argument}) + {PostgreSqlFunctions.FortyDecimals}) / NULLIF(COUNT({distinct}{argument}), 0))",
            AggregateFunction.Min => $"MIN({argument})",
            AggregateFunction.Max => $"MAX({argument})",
            _ => throw new UnreachableException(aggregate.Function.ToString()),
        };
    }

    protected override string Comparable(string printed, BoundExpression operand, QueryColumn other) =>
        operand.Type is CharType && other.Type is CharType ? $"rtrim({printed}, ' ')" : printed;

    internal static string TypeName(OracleType type) => type switch
    {
        NumberType => "numeric",
        TextType or CharType or ClobType => "text",
        DateType => "timestamp(0)",
        TimestampType => "timestamp",
        TimestampTzType or TimestampLtzType => "timestamptz",
        RawType or BlobType => "bytea",
        IntervalYearToMonthType or IntervalDayToSecondType => "interval",
        BinaryFloatType => "real",
        BinaryDoubleType => "double precision",
        _ => throw new UnreachableException(type.ToString()),
    };

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
