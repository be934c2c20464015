using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>What the mapping's query gives at the source for one key.</summary>
public sealed record Opinion
{
    public required Datum[] Key { get; init; }

    /// <summary>The row as of the cut, in the target's columns (key first); null: the query gives no row.</summary>
    public required Datum[]? Row { get; init; }

    /// <summary>All source rows behind the key as of the cut; null where they are not known.</summary>
    public ImmutableArray<BaseRow>? BaseRows { get; init; }
}
