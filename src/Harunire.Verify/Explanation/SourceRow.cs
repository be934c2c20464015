using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>A row at the source by its primary key.</summary>
/// <param name="Table">As the dictionary has it.</param>
/// <param name="Key">In the order of the table's key.</param>
public sealed record SourceRow(TableName Table, Datum[] Key)
{
    /// <summary>Equal names are equal rows.</summary>
    public string Name { get; } = $"{Table}:{KeyEncoding.Name(Key)}";

    public bool Equals(SourceRow? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
