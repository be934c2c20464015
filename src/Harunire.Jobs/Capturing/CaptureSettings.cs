using Harunire.Jobs.Outages;
using Harunire.Jobs.Retention;

namespace Harunire.Jobs.Capturing;

/// <summary>How a capture publishes.</summary>
public sealed record CaptureSettings
{
    /// <summary>Begins the name of every topic of the capture.</summary>
    public required string Prefix { get; init; }

    /// <summary>Of each table's topic.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>Rows of one snapshot chunk, which is one append.</summary>
    public int ChunkRows { get; init; } = 10_000;

    /// <summary>Changes of one append: a cut with more is published in parts, and takes effect with the last.</summary>
    public int CutEvents { get; init; } = 10_000;

    /// <summary>How long to go on trying while source or topics don't answer.</summary>
    public Outage Outage { get; init; } = Outage.None;

    /// <summary>Deletes old records of the topics; null: the log does that by itself, or keeps all.</summary>
    public TopicRetention? Retention { get; init; }

    /// <summary>As in the events' <c>source.connector</c>.</summary>
    public string SourceProvider { get; init; } = "sqlite";
}
