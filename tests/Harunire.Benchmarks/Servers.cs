using Harunire.Benchmarks.Kafka;
#if CASSANDRA
using Harunire.Benchmarks.Cassandra;
#endif

namespace Harunire.Benchmarks;

/// <summary>The benchmarks that need a server.</summary>
internal static class Servers
{
    /// <summary>Why a benchmark can't run on this machine or in this build; null: it can.</summary>
    public static string? Missing(string benchmark) => benchmark switch
    {
        "kafka" => KafkaBenchmark.Missing,
#if CASSANDRA
        "cassandra" => CassandraBenchmark.Missing,
#else
        "cassandra" => "this build has no Cassandra driver: build with $(eng/find-drivers.sh auto auto) where the feed has it",
#endif
        _ => null,
    };

    public static Task<bool> RunCassandraAsync(long changes) =>
#if CASSANDRA
        CassandraBenchmark.RunAsync(changes);
#else
        throw new InvalidOperationException(Missing("cassandra"));
#endif
}
