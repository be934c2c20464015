namespace Harunire.Sql.Bound;

/// <summary>An expression and the column that it becomes.</summary>
public sealed record BoundProjection(QueryColumn Output, BoundExpression Expression);
