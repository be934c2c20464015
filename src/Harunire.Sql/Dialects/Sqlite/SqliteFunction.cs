namespace Harunire.Sql.Dialects.Sqlite;

/// <summary>A function for SQLite: deterministic, over cells as <see cref="Model.Values.StoredValue"/> writes them.</summary>
/// <param name="ArgumentCount">-1: any number.</param>
/// <param name="Invoke">Cells are null, long, double, string or byte[].</param>
public sealed record SqliteFunction(string Name, int ArgumentCount, Func<object?[], object?> Invoke);
