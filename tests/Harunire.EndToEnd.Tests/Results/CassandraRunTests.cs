using System.Globalization;
using Harunire.Testing.Servers;

namespace Harunire.EndToEnd.Tests.Results;

public sealed class CassandraRunTests(CassandraServer server)
{
    [Fact]
    public async Task CustomerOrders_ThroughCassandra_IsVerifiedEqual()
    {
        Assert.SkipUnless(typeof(Cli.Program).Assembly.GetReferencedAssemblies().Any(a => a.Name == "Harunire.Results.Cassandra"), "the tool was built without Cassandra's driver");
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var run = new CustomerOrdersRun(
            $"{{ provider: cassandra, connection: serving, keyspace: e2e_{Environment.ProcessId}, replication: {{ class: SimpleStrategy, replication_factor: 1 }} }}",
            $"contact points={string.Join(',', server.ContactPoints)};port={server.Port.ToString(CultureInfo.InvariantCulture)}");

        await run.SetUpStreamAndVerifyAsync("002_results.cql", "CREATE KEYSPACE", "CREATE TABLE IF NOT EXISTS", "harunire_results");
    }
}
