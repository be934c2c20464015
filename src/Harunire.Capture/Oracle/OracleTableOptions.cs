using System.Collections.Immutable;

namespace Harunire.Capture.Oracle;

/// <summary>What a migration says about a table beside its key.</summary>
public sealed record OracleTableOptions
{
    public const string DefaultStrategy = FlashbackStrategy.Name;

    /// <summary>flashback, mvlog, watermark, rowscn or snapshot-diff.</summary>
    public string Strategy { get; init; } = DefaultStrategy;

    /// <summary>The column that every change sets; needed by <c>watermark</c>.</summary>
    public string? Watermark { get; init; }

    /// <summary>How far behind the oldest transaction rows are read again; needed by <c>watermark</c> where GV$TRANSACTION can't be read.</summary>
    public TimeSpan? Overlap { get; init; }

    /// <summary>Columns that are not captured.</summary>
    public ImmutableArray<string> LeaveOut { get; init; } = [];

    /// <summary>True: CLOB and BLOB columns are captured; else they are left out.</summary>
    public bool Lobs { get; init; }
}
