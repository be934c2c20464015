using System.Collections.Immutable;

namespace Harunire.Capture.PostgreSql;

/// <summary>What a migration says about one table.</summary>
public sealed record PostgreSqlTableOptions
{
    /// <summary>Columns that are not captured.</summary>
    public ImmutableArray<string> LeaveOut { get; init; } = [];

    /// <summary>The column that every change sets, for the strategy <c>watermark</c>.</summary>
    public string? Watermark { get; init; }

    /// <summary>How far behind the oldest transaction rows are read again; null: no further.</summary>
    public TimeSpan? Overlap { get; init; }
}
