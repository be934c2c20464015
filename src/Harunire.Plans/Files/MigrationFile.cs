using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Types;

namespace Harunire.Plans.Files;

/// <summary>A migration as its file says: where rows come from, where they go, and which mappings take part. docs/migration-file.md</summary>
public sealed record MigrationFile
{
    public required string Path { get; init; }

    public required string Name { get; init; }

    public required SystemReference Source { get; init; }

    /// <summary>True: a Debezium connector fills the topics, and the source itself is never read (<c>provider: debezium</c>).</summary>
    public bool IsFilledByConnector => Source.Provider == MigrationReader.Connector;

    /// <summary>Owner of the tables; null for SQLite.</summary>
    public string? Schema { get; init; }

    public required ImmutableArray<SourceTable> Tables { get; init; }

    public SourceLimits Limits { get; init; } = new(null, null, null);

    /// <summary>How often tables whose strategy sees no deletes are compared as a whole; null: never.</summary>
    public TimeSpan? Audit { get; init; }

    public required SystemReference Topics { get; init; }

    /// <summary>In front of each topic's name.</summary>
    public required string Prefix { get; init; }

    public required int Partitions { get; init; }

    /// <summary>True: records that can't be decoded or applied go to quarantine; false: the first of them stops the job.</summary>
    public bool Quarantine { get; init; }

    /// <summary>How many records quarantine takes.</summary>
    public int QuarantineLimit { get; init; } = 1000;

    /// <summary>Replicas of topics that are made in Kafka; null: as the brokers say.</summary>
    public int? Replication { get; init; }

    /// <summary>How long events are kept; null: in Kafka as the brokers say, in embedded topics for ever; <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>The connection of a schema registry; null: the embedded one.</summary>
    public string? Registry { get; init; }

    public required SystemReference Results { get; init; }

    public string? Keyspace { get; init; }

    /// <summary>PostgreSQL's schema of the result tables; null: the provider's default.</summary>
    public string? ResultSchema { get; init; }

    /// <summary>How a keyspace that does not exist yet is made: <c>class</c>, and <c>replication_factor</c> or data centres with their copies. Empty: it must exist.</summary>
    public ImmutableSortedDictionary<string, string> KeyspaceReplication { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where the legacy tables are; the source where the file says nothing.</summary>
    public required SystemReference Legacy { get; init; }

    public required ImmutableArray<MappingFile> Mappings { get; init; }

    /// <summary>The mappings' files, sorted.</summary>
    public IEnumerable<string> MappingPaths => Mappings.Select(m => m.Path);
}

/// <summary>A system by its provider, and the name of its connection in the settings.</summary>
public sealed record SystemReference(string Provider, string Connection, SourceLocation Location);

/// <summary>A captured table.</summary>
/// <param name="Strategy">How changes are read; null: the provider's default.</param>
/// <param name="Key">Key columns where the dictionary has no primary key.</param>
/// <param name="ChunkRows">Rows of a snapshot chunk; null: the setting's.</param>
public sealed record SourceTable(string Name, SourceLocation Location, string? Strategy, ImmutableArray<string> Key, int? ChunkRows)
{
    /// <summary>The column that every change sets, for the strategy <c>watermark</c>.</summary>
    public string? Watermark { get; init; }

    /// <summary>How far behind the oldest transaction rows are read again; null: the strategy's own bound.</summary>
    public TimeSpan? Overlap { get; init; }

    /// <summary>Columns that are not captured.</summary>
    public ImmutableArray<string> LeaveOut { get; init; } = [];

    /// <summary>Types at the source by column, of a table that a connector captures, as DDL writes them.</summary>
    public ImmutableDictionary<string, OracleType> Columns { get; init; } = ImmutableDictionary<string, OracleType>.Empty;

    /// <summary>Columns of such a table whose loss in the topic is accepted: times cut short, NULLs written as the default.</summary>
    public ImmutableArray<string> AcceptLoss { get; init; } = [];

    /// <summary>True: CLOB and BLOB columns are captured.</summary>
    public bool Lobs { get; init; }
}

/// <summary>What capture may ask of the source.</summary>
/// <param name="RowsPerSecond">Of a snapshot or comparison; null: no limit.</param>
/// <param name="Parallel">Degree of parallel queries; null: none.</param>
/// <param name="Service">The database service that sessions must have; null: any.</param>
public sealed record SourceLimits(int? RowsPerSecond, int? Parallel, string? Service);
