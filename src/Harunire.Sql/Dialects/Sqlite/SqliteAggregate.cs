namespace Harunire.Sql.Dialects.Sqlite;

/// <summary>An aggregate of one argument for SQLite. The state is null before the first row.</summary>
/// <param name="Step">State and cell to the next state.</param>
/// <param name="Result">From the last state; null state where there was no row.</param>
public sealed record SqliteAggregate(string Name, Func<object?, object?, object?> Step, Func<object?, object?> Result);
