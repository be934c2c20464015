using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>A source row behind a key.</summary>
/// <param name="Description">Table and primary key, for people.</param>
/// <param name="Moment">The DATE or TIMESTAMP from which the day in the key comes; NULL where there is none.</param>
/// <param name="Terms">For each target column that is a SUM: the aggregate's argument in this row, by the target's column name.</param>
public sealed record BaseRow(string Description, Datum Moment, ImmutableDictionary<string, Datum> Terms);
