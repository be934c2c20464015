using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>What the query gave at an earlier cut.</summary>
/// <param name="Scn">The cut's SCN.</param>
/// <param name="Row">In the target's columns; null: no row.</param>
public sealed record EarlierRow(long Scn, Datum[]? Row);
