namespace Harunire.Model.Rows;

/// <summary>A table's name as the source's dictionary has it (Oracle: upper case unless quoted).</summary>
/// <param name="Schema">Owner; null where the source has none (SQLite).</param>
/// <param name="Table">Never empty.</param>
public readonly record struct TableName(string? Schema, string Table)
{
    public override string ToString() => Schema is null ? Table : $"{Schema}.{Table}";
}
