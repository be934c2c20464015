using System.Collections.Immutable;
using Harunire.Model.Errors;

namespace Harunire.Sql.Syntax;

/// <summary>A query as written.</summary>
public abstract record QuerySyntax(SourceLocation Location)
{
    /// <summary>WITH queries in front of it, in order.</summary>
    public ImmutableArray<WithSyntax> With { get; init; } = [];
}

public sealed record WithSyntax(Identifier Name, ImmutableArray<Identifier> Columns, QuerySyntax Query);

/// <summary>Two or more queries with the same set operator between them, from left to right; another operator around it has it as its first input.</summary>
public sealed record SetOperationSyntax(SourceLocation Location, SetOperator Operator, ImmutableArray<QuerySyntax> Inputs) : QuerySyntax(Location);

public sealed record SelectSyntax(SourceLocation Location) : QuerySyntax(Location)
{
    public bool IsDistinct { get; init; }

    public ImmutableArray<SelectItemSyntax> Items { get; init; } = [];

    /// <summary>Comma-separated; empty is not possible in Oracle before 23ai.</summary>
    public ImmutableArray<FromSyntax> From { get; init; } = [];

    public SqlExpression? Where { get; init; }

    public ImmutableArray<SqlExpression> GroupBy { get; init; } = [];

    public SqlExpression? Having { get; init; }
}

/// <summary>An item of the select list; <c>*</c> and <c>t.*</c> have no expression.</summary>
public sealed record SelectItemSyntax(SourceLocation Location, SqlExpression? Expression, Identifier? Alias, bool IsStar, Identifier? StarQualifier);

public abstract record FromSyntax(SourceLocation Location);

public sealed record TableSyntax(SourceLocation Location, Identifier? Schema, Identifier Name, Identifier? Alias) : FromSyntax(Location);

public sealed record InlineViewSyntax(SourceLocation Location, QuerySyntax Query, Identifier? Alias) : FromSyntax(Location);

/// <param name="Kind"><c>INNER LEFT RIGHT FULL CROSS</c></param>
/// <param name="Using">USING's columns; empty with ON.</param>
public sealed record JoinSyntax(SourceLocation Location, string Kind, FromSyntax Left, FromSyntax Right, SqlExpression? On, ImmutableArray<Identifier> Using) : FromSyntax(Location);
