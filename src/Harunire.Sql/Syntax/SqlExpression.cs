using System.Collections.Immutable;
using Harunire.Model.Errors;

namespace Harunire.Sql.Syntax;

/// <summary>An expression or condition as written.</summary>
public abstract record SqlExpression(SourceLocation Location);

/// <summary>A column: <c>name</c> or <c>alias.name</c>, perhaps with <c>(+)</c> behind it.</summary>
/// <param name="Qualifier">Null: none.</param>
/// <param name="IsOuter">True where <c>(+)</c> follows.</param>
public sealed record ColumnSyntax(SourceLocation Location, Identifier? Qualifier, Identifier Name, bool IsOuter) : SqlExpression(Location);

/// <summary>A number, as written.</summary>
public sealed record NumberSyntax(SourceLocation Location, string Text) : SqlExpression(Location);

/// <summary>A text without its quotes.</summary>
public sealed record TextSyntax(SourceLocation Location, string Value) : SqlExpression(Location);

/// <summary>NULL.</summary>
public sealed record NullSyntax(SourceLocation Location) : SqlExpression(Location);

/// <summary>DATE '...' or TIMESTAMP '...'.</summary>
public sealed record DateTimeSyntax(SourceLocation Location, bool IsTimestamp, string Value) : SqlExpression(Location);

/// <summary>INTERVAL '...' unit [TO unit].</summary>
public sealed record IntervalSyntax(SourceLocation Location, string Value, string From, string? To) : SqlExpression(Location);

/// <summary>A chain of one level of precedence, left to right: <c>a + b - c</c>, <c>a || b</c>, <c>a AND b</c>.</summary>
/// <param name="Rest">At least one.</param>
public sealed record ChainSyntax(SourceLocation Location, SqlExpression First, ImmutableArray<ChainLink> Rest) : SqlExpression(Location);

/// <param name="Operator"><c>+ - * / || AND OR</c></param>
public sealed record ChainLink(SourceLocation Location, string Operator, SqlExpression Operand);

/// <summary>Unary minus or NOT.</summary>
public sealed record UnarySyntax(SourceLocation Location, string Operator, SqlExpression Operand) : SqlExpression(Location);

/// <param name="Operator"><c>= &lt;&gt; &lt; &lt;= &gt; &gt;=</c></param>
public sealed record ComparisonSyntax(SourceLocation Location, string Operator, SqlExpression Left, SqlExpression Right) : SqlExpression(Location);

public sealed record BetweenSyntax(SourceLocation Location, SqlExpression Operand, SqlExpression Low, SqlExpression High, bool IsNot) : SqlExpression(Location);

public sealed record LikeSyntax(SourceLocation Location, SqlExpression Operand, SqlExpression Pattern, SqlExpression? Escape, bool IsNot) : SqlExpression(Location);

public sealed record IsNullSyntax(SourceLocation Location, SqlExpression Operand, bool IsNot) : SqlExpression(Location);

public sealed record InListSyntax(SourceLocation Location, SqlExpression Operand, ImmutableArray<SqlExpression> Items, bool IsNot) : SqlExpression(Location);

public sealed record InQuerySyntax(SourceLocation Location, SqlExpression Operand, QuerySyntax Query, bool IsNot) : SqlExpression(Location);

public sealed record ExistsSyntax(SourceLocation Location, QuerySyntax Query) : SqlExpression(Location);

public sealed record ScalarQuerySyntax(SourceLocation Location, QuerySyntax Query) : SqlExpression(Location);

/// <summary>(a, b): only before IN and among its items.</summary>
public sealed record TupleSyntax(SourceLocation Location, ImmutableArray<SqlExpression> Items) : SqlExpression(Location);

/// <summary>CASE; with an operand it is the simple form.</summary>
public sealed record CaseSyntax(SourceLocation Location, SqlExpression? Operand, ImmutableArray<CaseArmSyntax> Arms, SqlExpression? Else) : SqlExpression(Location);

public sealed record CaseArmSyntax(SqlExpression When, SqlExpression Then);

/// <summary>A call. COUNT(*) has <paramref name="IsStar"/>.</summary>
public sealed record CallSyntax(SourceLocation Location, Identifier Name, ImmutableArray<SqlExpression> Arguments, bool IsStar, bool IsDistinct) : SqlExpression(Location);

/// <summary>EXTRACT(field FROM operand).</summary>
public sealed record ExtractSyntax(SourceLocation Location, string Field, SqlExpression Operand) : SqlExpression(Location);

/// <summary>TRIM([LEADING|TRAILING|BOTH] [character] FROM operand).</summary>
public sealed record TrimSyntax(SourceLocation Location, string Side, SqlExpression? Character, SqlExpression Operand) : SqlExpression(Location);

/// <summary>CAST(operand AS type).</summary>
public sealed record CastSyntax(SourceLocation Location, SqlExpression Operand, string TypeName, ImmutableArray<int> TypeArguments) : SqlExpression(Location)
{
    /// <summary>CHAR or BYTE after a text's length; null where the session would decide.</summary>
    public string? LengthUnit { get; init; }
}
