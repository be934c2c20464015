using System.Diagnostics;
using System.Globalization;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Dialects.Oracle;

/// <summary>Prints for Oracle itself: what was bound, with each table by its owner and each conversion spelled out, so that no setting of the session takes part.</summary>
public sealed class OracleQueryPrinter : QueryPrinter
{
    private const string DateMask = "SYYYY-MM-DD HH24:MI:SS";
    private const string TimestampMask = "SYYYY-MM-DD HH24:MI:SS.FF9";

    protected override string Engine => "Oracle";

    protected override string RelationAlias => " ";

    protected override string NoTable => "\nFROM DUAL";

    /// <summary>The name of a column in the printed query.</summary>
    public static string NameOf(QueryColumn column) => Name(column);

    protected override string ReadColumn(ColumnDefinition column) => Quote(column.Name);

    /// <summary>A text parameter <c>:k0</c>, <c>:k1</c>, ...; it stands once.</summary>
    protected override string KeyParameter(int index, QueryColumn column)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $":k{index}");
        return column.Type switch
        {
            NumberType => $"TO_NUMBER({name})",
            DateType => $"TO_DATE({name}, '{DateMask}')",
            TimestampType => $"TO_TIMESTAMP({name}, '{TimestampMask}')",
            TimestampTzType or TimestampLtzType => $"TO_TIMESTAMP_TZ({name}, '{TimestampMask} TZH:TZM')",
            RawType => $"HEXTORAW({name})",
            _ => name,
        };
    }

    protected override string NullSafe(string left, string right) => $"(DECODE({left}, {right}, 1, 0) = 1)";

    protected override string Literal(BoundLiteral literal) => (literal.Value.IsNull, literal.Type) switch
    {
        (_, ConditionType) => throw Refuse("a constant condition", literal),
        (true, _) => $"CAST(NULL AS {TypeName(literal.Type)})",
        (_, NumberType) => literal.Value.AsNumber.ToPlainString(),
        (_, TextType or CharType or ClobType) => QuoteText(literal.Value.AsText),
        (_, RawType or BlobType) => $"HEXTORAW('{Convert.ToHexString(literal.Value.AsRaw)}')",
        (_, DateType) => $"TO_DATE('{Signed(literal)}', '{DateMask}')",
        (_, TimestampType) => $"TO_TIMESTAMP('{Signed(literal)}', '{TimestampMask}')",
        (_, IntervalYearToMonthType) => $"TO_YMINTERVAL('{StoredValue.Write(literal.Value, literal.Type)}')",
        (_, IntervalDayToSecondType) => $"TO_DSINTERVAL('{StoredValue.Write(literal.Value, literal.Type)}')",
        _ => throw Refuse($"a literal of {literal.Type}", literal),
    };

    protected override string Call(BoundCall call) =>
        OracleFunctions.Print(call, [.. call.Arguments.Select(Print)]) ?? throw Refuse($"{call.Function} without a mask", call);

    protected override string Comparison(BoundExpression left, ComparisonOperator comparison, BoundExpression right) => $"({Print(left)} {Symbol(comparison)} {Print(right)})";

    protected override string Like(BoundLike like) => $"({Print(like.Text)} LIKE {Print(like.Pattern)}{(like.Escape is null ? "" : $" ESCAPE {Print(like.Escape)}")})";

    protected override string Aggregate(BoundAggregate aggregate)
    {
        var argument = aggregate.Argument is null ? "*" : (aggregate.Distinct ? "DISTINCT " : "") + Print(aggregate.Argument);
        return aggregate.Function switch
        {
            AggregateFunction.CountRows or AggregateFunction.Count => $"COUNT({argument})",
            AggregateFunction.Sum => $"SUM({argument})",
            AggregateFunction.Avg => $"AVG({argument})",
            AggregateFunction.Min => $"MIN({argument})",
            AggregateFunction.Max => $"MAX({argument})",
            _ => throw new UnreachableException(aggregate.Function.ToString()),
        };
    }

    // A number in Oracle's GROUP BY is a constant, not a position.
    protected override string GroupBy(BoundSelect select) => Join(", ", select.GroupBy.Select(key => Print(key.Expression)).Distinct(StringComparer.Ordinal));

    private static string Signed(BoundLiteral literal) => (string)StoredValue.Write(literal.Value, literal.Type)! is var text && text.StartsWith('-') ? text : " " + text;

    private static string TypeName(OracleType type) => type switch
    {
        TextType { Length: null or 0 } => "VARCHAR2(4000)",
        RawType { Length: null or 0 } => "RAW(2000)",
        _ => type.ToString(),
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
