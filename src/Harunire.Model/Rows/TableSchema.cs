using System.Collections.Immutable;

namespace Harunire.Model.Rows;

/// <summary>A source table as it was read from the dictionary.</summary>
public sealed record TableSchema
{
    public required TableName Name { get; init; }

    public required ImmutableArray<ColumnDefinition> Columns { get; init; }

    /// <summary>Ordinals of the primary key's columns, in key order. Empty: the table has no primary key.</summary>
    public required ImmutableArray<int> Key { get; init; }

    /// <summary>The ordinal of a column, compared without case; -1 where there is none.</summary>
    public int IndexOf(string column) => ColumnDefinition.IndexOf(Columns, column);

    public bool Equals(TableSchema? other) =>
        other is not null && Name == other.Name && Columns.SequenceEqual(other.Columns) && Key.SequenceEqual(other.Key);

    public override int GetHashCode() => HashCode.Combine(Name, Columns.Length, Key.Length);
}
