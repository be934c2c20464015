using Harunire.Model.Values;

namespace Harunire.Model.Results;

/// <summary>What a key's row is as of a cut.</summary>
/// <param name="Key">The key columns' values, never NULL in a target that forbids it.</param>
/// <param name="Values">All other columns; null: the row is gone.</param>
public sealed record ResultRow(Datum[] Key, Datum[]? Values)
{
    /// <summary>A cell by its column's ordinal in the table. Only of a row that is there, or of its key.</summary>
    public Datum this[int column] => column < Key.Length ? Key[column] : Values![column - Key.Length];
}
