using System.Collections.Immutable;

namespace Harunire.Capture;

/// <summary>A table as the migration names it.</summary>
/// <param name="Name">Compared without case.</param>
/// <param name="Key">Key columns where the dictionary has no primary key; empty: the primary key.</param>
/// <param name="Strategy">How changes are read, in the words of the migration file; null: the provider's default.</param>
/// <param name="ChunkRows">Rows of one snapshot chunk; null: the capture's setting.</param>
public sealed record TableRequest(string Name, ImmutableArray<string> Key, string? Strategy = null, int? ChunkRows = null);
