namespace Harunire.Sql.Bound;

/// <summary>One aggregate of a grouped query.</summary>
/// <param name="Output">The column that holds its value after grouping.</param>
/// <param name="Argument">Null for COUNT(*).</param>
/// <param name="Distinct">COUNT, SUM, AVG of distinct values.</param>
public sealed record BoundAggregate(QueryColumn Output, AggregateFunction Function, BoundExpression? Argument, bool Distinct);
