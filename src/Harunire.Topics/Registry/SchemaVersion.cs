namespace Harunire.Topics.Registry;

/// <summary>A version of a subject.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Id">The schema's id, at least 1.</param>
public readonly record struct SchemaVersion(int Version, int Id);
