using System.Collections.Immutable;

namespace Harunire.Capture;

/// <summary>A table as the migration names it.</summary>
/// <param name="Name">Compared without case.</param>
/// <param name="Key">Key columns where the dictionary has no primary key; empty: the primary key.</param>
public sealed record TableRequest(string Name, ImmutableArray<string> Key);
