namespace Harunire.Topics.Registry;

/// <summary>A version of a subject with its schema.</summary>
public sealed record StoredSchema
{
    public required string Subject { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    /// <summary>The schema's; the same text has one id under all subjects.</summary>
    public required int Id { get; init; }

    public required string Text { get; init; }

    /// <summary>True: not shown unless asked for; records may still name its id.</summary>
    public required bool IsDeleted { get; init; }

    /// <summary>The named types of other subjects that the text uses.</summary>
    public required IReadOnlyList<SchemaReference> References { get; init; }
}
