using System.Text.Json.Nodes;

namespace Harunire.Cli.Composition;

/// <summary>Which of the drivers that some package feeds lack this build has.</summary>
internal static class DriverState
{
#if ORACLE
    public const bool HasOracle = true;
#else
    public const bool HasOracle = false;
#endif

#if CASSANDRA
    public const bool HasCassandra = true;
#else
    public const bool HasCassandra = false;
#endif

    /// <summary>One line for each that is missing.</summary>
    public static IReadOnlyList<string> Missing { get; } =
    [
        .. HasOracle ? Array.Empty<string>() : ["built without Oracle's driver (Oracle.ManagedDataAccess.Core): a source with 'provider: oracle' can't be opened"],
        .. HasCassandra ? Array.Empty<string>() : ["built without Cassandra's driver (CassandraCSharpDriver): results with 'provider: cassandra' can't be opened"],
    ];

    public static JsonObject Describe() => new() { ["oracle"] = HasOracle, ["cassandra"] = HasCassandra };
}
