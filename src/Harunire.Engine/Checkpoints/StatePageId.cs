namespace Harunire.Engine.Checkpoints;

/// <summary>A page of state: the entries of one table whose hash begins with a prefix.</summary>
/// <param name="Table">The table's number in the plan, from 1.</param>
/// <param name="Depth">How many leading bits of the hash are the prefix, 0..63.</param>
/// <param name="Prefix">Those bits at the top; the others are 0.</param>
public readonly record struct StatePageId(int Table, int Depth, ulong Prefix);
