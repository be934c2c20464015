using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>What became of a key that waited: the rows to judge it by, or why it can't be judged yet.</summary>
/// <param name="Legacy">In the order of the compared columns; null: no row.</param>
/// <param name="Target">In the order of the compared columns; null: no row.</param>
/// <param name="InFlight">Why the key is still on its way; null: it is judged now.</param>
/// <param name="AsOf">True: both sides are right, each as of its own moment (rule <c>as of</c>).</param>
public readonly record struct Settled(Datum[]? Legacy, Datum[]? Target, string? InFlight = null, bool AsOf = false);
