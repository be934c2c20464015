using System.Collections.Immutable;
using Harunire.Results.Cassandra.Tables;
using Harunire.Testing.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(CassandraServer))]

namespace Harunire.Results.Cassandra.Tests;

/// <summary>Targets on the test project's node, in a keyspace of the test's own.</summary>
internal static class CassandraTarget
{
    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];
    private static int _keyspaces;

    public static Keyspace NewKeyspace() => new()
    {
        Name = $"test_{Run}_{Interlocked.Increment(ref _keyspaces)}",
        Replication = ImmutableSortedDictionary<string, string>.Empty.Add("class", "SimpleStrategy").Add("replication_factor", "1"),
    };

    public static CassandraSettings Settings(CassandraServer server) => new() { ContactPoints = [.. server.ContactPoints], Port = server.Port };

    public static CassandraResultTarget Open(CassandraSettings settings, Keyspace keyspace, ILogger? logger = null) =>
        new(settings, keyspace, "serving", TimeProvider.System, logger ?? NullLogger.Instance);
}
