using System.Collections.Immutable;

namespace Harunire.Capture.Oracle;

/// <summary>What a migration says about an Oracle source.</summary>
public sealed record OracleSourceOptions
{
    /// <summary>Owner of the tables, as the dictionary has it.</summary>
    public required string Schema { get; init; }

    /// <summary>By the table's name, compared without case; absent: the defaults.</summary>
    public ImmutableDictionary<string, OracleTableOptions> Tables { get; init; } = ImmutableDictionary.Create<string, OracleTableOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The migration's name: V$SESSION.ACTION, so that a DBA sees who asks.</summary>
    public string Action { get; init; } = "capture";

    /// <summary>Degree of parallel queries of a session; 1: parallel query is off.</summary>
    public int ParallelDegree { get; init; } = 1;

    /// <summary>The service that sessions must have; null: any.</summary>
    public string? Service { get; init; }

    /// <summary>Rows a second that a snapshot or a diff reads at most; null: no limit.</summary>
    public int? RowsPerSecond { get; init; }
}
