namespace Harunire.Registry.Http;

/// <summary>Which earlier versions a new schema must get on with, and in which direction.</summary>
/// <param name="Name">As in the REST API.</param>
/// <param name="Backward">The new schema reads what the earlier ones wrote.</param>
/// <param name="Forward">The earlier schemas read what the new one writes.</param>
/// <param name="Transitive">All earlier versions, not only the last.</param>
internal sealed record CompatibilityLevel(string Name, bool Backward, bool Forward, bool Transitive)
{
    public static CompatibilityLevel Default { get; } = new("BACKWARD", true, false, false);

    private static readonly CompatibilityLevel[] All =
    [
        new("NONE", false, false, false),
        Default,
        new("BACKWARD_TRANSITIVE", true, false, true),
        new("FORWARD", false, true, false),
        new("FORWARD_TRANSITIVE", false, true, true),
        new("FULL", true, true, false),
        new("FULL_TRANSITIVE", true, true, true),
    ];

    /// <summary>Null where there is none of this name; names have no case.</summary>
    public static CompatibilityLevel? Find(string? name) => Array.Find(All, level => string.Equals(level.Name, name, StringComparison.OrdinalIgnoreCase));
}
