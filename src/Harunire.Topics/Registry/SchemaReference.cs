namespace Harunire.Topics.Registry;

/// <summary>A named type that a schema uses and another subject defines.</summary>
/// <param name="Name">The type's full name.</param>
/// <param name="Subject">Where it is defined.</param>
/// <param name="Version">From 1.</param>
public sealed record SchemaReference(string Name, string Subject, int Version);
