namespace Harunire.Cli.Verification;

/// <summary>What the user asked of one verification.</summary>
internal sealed record VerifyOptions
{
    public static VerifyOptions Default { get; } = new();

    /// <summary>Names; empty: all mappings that have a verify block.</summary>
    public IReadOnlyList<string> Mappings { get; init; } = [];

    /// <summary>True: compare although the stream has not caught up and nothing shows that a job runs.</summary>
    public bool AllowBehind { get; init; }

    /// <summary>As of when the legacy tables are: an SCN, or a time in UTC; null: as the mappings say.</summary>
    public string? AsOf { get; init; }
}
