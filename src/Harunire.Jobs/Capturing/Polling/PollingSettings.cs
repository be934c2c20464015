using System.Data.Common;

namespace Harunire.Jobs.Capturing.Polling;

/// <summary>How a polled source is completed.</summary>
public sealed record PollingSettings
{
    /// <summary>As in <see cref="CaptureSettings.Prefix"/>.</summary>
    public required string Prefix { get; init; }

    /// <summary>The file of published rows and marks: a cache that may be deleted.</summary>
    public required string StateFile { get; init; }

    /// <summary>SQLite's driver.</summary>
    public required DbProviderFactory StateFactory { get; init; }

    /// <summary>Rows of one chunk of a comparison.</summary>
    public int ChunkRows { get; init; } = 10_000;

    /// <summary>How often tables whose strategy sees no deletes are compared as a whole; null: never.</summary>
    public TimeSpan? Audit { get; init; }

    /// <summary>Told of repairs and audits; null: nobody.</summary>
    public Action<PollingReport>? Told { get; init; }
}
