using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>A source row behind a key; of a join, the rows that it joins.</summary>
/// <param name="Description">Table and primary key of the row that the figures come from, for people.</param>
/// <param name="Moment">The DATE or TIMESTAMP from which the day in the key comes; NULL where there is none.</param>
/// <param name="Terms">For each target column that is a SUM: the aggregate's argument in this row, by the target's column name.</param>
public sealed record BaseRow(string Description, Datum Moment, ImmutableDictionary<string, Datum> Terms)
{
    /// <summary>For each target column that is a COUNT of an expression: whether it is NULL in this row, by the target's column name.</summary>
    public ImmutableDictionary<string, bool> CountsNull { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>The rows by table and primary key; empty where they are not known.</summary>
    public ImmutableArray<SourceRow> Rows { get; init; } = [];
}
