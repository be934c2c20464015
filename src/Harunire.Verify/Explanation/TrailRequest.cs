using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>A key whose events are looked for.</summary>
/// <param name="Key">In the target's columns.</param>
/// <param name="Rows">The source rows behind it as of the cut; empty where they are not known.</param>
public sealed record TrailRequest(Datum[] Key, ImmutableArray<BaseRow> Rows);
