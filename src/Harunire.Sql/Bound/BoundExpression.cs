using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Sql.Bound;

/// <summary>A typed expression. Implicit conversions of Oracle stand in it as calls; conditions have <see cref="ConditionType"/> and three values.</summary>
/// <param name="Type">Never null.</param>
public abstract record BoundExpression(OracleType Type)
{
    private protected BoundExpression(OracleType type, SourceLocation location)
        : this(type) => Location = location;

    public SourceLocation Location { get; init; }
}

/// <summary>The value of a column of the current row, or, inside a subquery, of the row around it.</summary>
public sealed record BoundColumn(QueryColumn Column) : BoundExpression(Column.Type);

/// <summary>A constant; NULL has the type that its place gives it.</summary>
public sealed record BoundLiteral(Datum Value, OracleType Type) : BoundExpression(Type);

/// <summary>A scalar function or operator of the catalogue (arithmetic, ||, NVL, TRUNC, conversions).</summary>
public sealed record BoundCall(ScalarFunction Function, ImmutableArray<BoundExpression> Arguments, OracleType Type) : BoundExpression(Type);

/// <summary>A comparison; unknown where a side is NULL. Both sides have one kind of type.</summary>
public sealed record BoundComparison(ComparisonOperator Operator, BoundExpression Left, BoundExpression Right) : BoundExpression(OracleType.Condition);

/// <summary>AND of two or more.</summary>
public sealed record BoundAnd(ImmutableArray<BoundExpression> Operands) : BoundExpression(OracleType.Condition);

/// <summary>OR of two or more.</summary>
public sealed record BoundOr(ImmutableArray<BoundExpression> Operands) : BoundExpression(OracleType.Condition);

/// <summary>NOT; unknown stays unknown.</summary>
public sealed record BoundNot(BoundExpression Operand) : BoundExpression(OracleType.Condition);

/// <summary>IS NULL: never unknown.</summary>
public sealed record BoundIsNull(BoundExpression Operand) : BoundExpression(OracleType.Condition);

/// <summary>LIKE; unknown where any part is NULL.</summary>
public sealed record BoundLike(BoundExpression Text, BoundExpression Pattern, BoundExpression? Escape) : BoundExpression(OracleType.Condition);

/// <summary>IN over a list of expressions: OR of equalities.</summary>
public sealed record BoundInList(BoundExpression Operand, ImmutableArray<BoundExpression> Items) : BoundExpression(OracleType.Condition);

/// <summary>CASE with conditions; simple CASE is written as equalities, DECODE with <see cref="NullSafeEquals"/>.</summary>
public sealed record BoundCase(ImmutableArray<BoundCaseArm> Arms, BoundExpression? Else, OracleType Type) : BoundExpression(Type);

public sealed record BoundCaseArm(BoundExpression When, BoundExpression Then);

/// <summary>Equality as DECODE has it: NULL equals NULL; never unknown.</summary>
public sealed record NullSafeEquals(BoundExpression Left, BoundExpression Right) : BoundExpression(OracleType.Condition);

/// <summary>EXISTS (query).</summary>
public sealed record BoundExists(BoundQuery Query) : BoundExpression(OracleType.Condition);

/// <summary>(a, b) IN (query); NOT IN is <see cref="BoundNot"/> around it, with SQL's treatment of NULL.</summary>
public sealed record BoundInSubquery(ImmutableArray<BoundExpression> Operands, BoundQuery Query) : BoundExpression(OracleType.Condition);

/// <summary>A subquery of one column and at most one row: always an aggregation without GROUP BY. NULL where it gives no row.</summary>
public sealed record BoundScalarSubquery(BoundQuery Query, OracleType Type) : BoundExpression(Type);
