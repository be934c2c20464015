using System.Collections.Immutable;
using Harunire.Model.Errors;

namespace Harunire.Plans.Files;

/// <summary>A mapping as its file says: the query of an old procedure, its target, and how it is verified. docs/mapping-file.md</summary>
public sealed record MappingFile
{
    public required string Path { get; init; }

    public required string Name { get; init; }

    public SourceLocation NameLocation { get; init; }

    /// <summary>The procedure that it takes over, for reports.</summary>
    public string? Replaces { get; init; }

    public required string Query { get; init; }

    /// <summary>Where the query's text begins.</summary>
    public required SourceLocation QueryLocation { get; init; }

    public required string Table { get; init; }

    public required ImmutableArray<TargetKey> PartitionKey { get; init; }

    public required ImmutableArray<TargetKey> ClusteringKey { get; init; }

    public SourceLocation TargetLocation { get; init; }

    /// <summary>Types of the target's own, by column; a target without types of its own (SQLite) does not look at them.</summary>
    public ImmutableArray<TargetColumnType> Types { get; init; } = [];

    /// <summary>Null: the mapping is not verified.</summary>
    public VerifyRules? Verify { get; init; }
}

/// <summary>A key column of the target.</summary>
public sealed record TargetKey(string Column, bool Descending, SourceLocation Location);

/// <summary>The type in which the target stores a column.</summary>
public sealed record TargetColumnType(string Column, string Type, SourceLocation Location);

/// <summary>How results are compared with the legacy table.</summary>
public sealed record VerifyRules
{
    /// <summary>The legacy table's name, perhaps with its owner.</summary>
    public required string Legacy { get; init; }

    public SourceLocation Location { get; init; }

    public ImmutableArray<VerifyColumn> Columns { get; init; } = [];

    /// <summary>Result columns that are not compared, each with its reason.</summary>
    public ImmutableArray<IgnoredColumn> Ignore { get; init; } = [];

    /// <summary>A query at the legacy database for the moment as of which the batch read its rows; null: it shows the source as it is now.</summary>
    public string? AsOf { get; init; }

    /// <summary>Two empty tables count as equal.</summary>
    public bool AllowEmpty { get; init; }
}

/// <summary>The rule of one result column.</summary>
/// <param name="As">The legacy column's name; null: the same.</param>
/// <param name="Scale">Both sides are rounded to so many decimals first.</param>
/// <param name="Tolerance">A difference of at most this much is within tolerance.</param>
/// <param name="Padding">Trailing blanks don't count.</param>
/// <param name="Grain">Dates and timestamps are cut to second, minute, hour or day first; null: not cut.</param>
public sealed record VerifyColumn(string Column, SourceLocation Location, string? As, int? Scale, string? Tolerance, bool Padding, string? Grain = null);

/// <summary>A result column that is not compared.</summary>
public sealed record IgnoredColumn(string Column, string Reason);
