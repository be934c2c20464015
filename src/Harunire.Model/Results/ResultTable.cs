using System.Collections.Immutable;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Model.Results;

/// <summary>A table that a mapping fills.</summary>
public sealed record ResultTable
{
    public required string Name { get; init; }

    /// <summary>Key columns first (partition, then clustering), then the others, in the query's order.</summary>
    public required ImmutableArray<ColumnDefinition> Columns { get; init; }

    /// <summary>How many of the columns are the partition key.</summary>
    public required int PartitionKeyCount { get; init; }

    /// <summary>The clustering key's columns: true = descending.</summary>
    public required ImmutableArray<bool> ClusteringDescending { get; init; }

    /// <summary>Types of the target's own that the mapping chose, by column; a column that is absent gets the target's default for its type.</summary>
    public ImmutableSortedDictionary<string, string> ChosenTypes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Columns of the whole key; they come first.</summary>
    public int KeyCount => PartitionKeyCount + ClusteringDescending.Length;

    /// <summary>The ordinal of a column, compared without case; -1 where there is none.</summary>
    public int IndexOf(string column) => ColumnDefinition.IndexOf(Columns, column);

    /// <summary>A row from its cells, each asked for by its column's ordinal, in order.</summary>
    public ResultRow Row(Func<int, Datum> cell)
    {
        var key = new Datum[KeyCount];
        var values = new Datum[Columns.Length - KeyCount];
        for (var i = 0; i < Columns.Length; i++)
        {
            (i < key.Length ? ref key[i] : ref values[i - key.Length]) = cell(i);
        }

        return new ResultRow(key, values);
    }

    /// <summary>True for a column of the clustering key that sorts from high to low.</summary>
    public bool IsDescending(int column) => column >= PartitionKeyCount && column < KeyCount && ClusteringDescending[column - PartitionKeyCount];
}
