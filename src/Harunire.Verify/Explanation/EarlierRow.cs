using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>What the mapping gives for a key at a point of the source's history.</summary>
/// <param name="Scn">From this SCN on.</param>
/// <param name="Row">In the target's columns; null: no row.</param>
public sealed record EarlierRow(long Scn, Datum[]? Row);
