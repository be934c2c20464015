using System.Collections.Immutable;
using Harunire.Model.Health;
using Harunire.Results.Cassandra.Tables;
using Harunire.Testing.Servers;

namespace Harunire.Results.Cassandra.Tests;

/// <summary>What <c>doctor</c> finds out about a real node.</summary>
public sealed class CassandraExaminationTests(CassandraServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Examine_OfAKeyspaceThatIsNotThere_IsAProblem_AndOneCopyOnOneNodeIsGood()
    {
        await server.StartAsync(Token);
        var keyspace = CassandraTarget.NewKeyspace();
        await using var target = CassandraTarget.Open(CassandraTarget.Settings(server), keyspace);
        (await target.ExamineAsync(Token)).Should().ContainSingle(finding => finding.State == HealthState.Problem).Which.Subject.Should().Be(keyspace.Name);

        await target.ApplySetupAsync([keyspace.Create()], Token);

        var findings = await target.ExamineAsync(Token);
        findings.Should().OnlyContain(finding => finding.State == HealthState.Good, "{0}", string.Join("; ", findings));
        findings.Select(finding => finding.Message).Should().Contain(message => message.StartsWith("up, Cassandra 5.", StringComparison.Ordinal)).And.Contain("1 copy of each row on 1 node");
    }

    [Fact]
    public async Task Examine_OfMoreCopiesThanNodes_IsAProblem()
    {
        await server.StartAsync(Token);
        var keyspace = CassandraTarget.NewKeyspace() with { Replication = new Dictionary<string, string> { ["class"] = "SimpleStrategy", ["replication_factor"] = "3" }.ToImmutableSortedDictionary(StringComparer.Ordinal) };
        await using var target = CassandraTarget.Open(CassandraTarget.Settings(server), keyspace);
        await target.ApplySetupAsync([keyspace.Create()], Token);

        (await target.ExamineAsync(Token)).Should().ContainSingle(finding => finding.State == HealthState.Problem).Which.Message.Should().Be("3 copies of each row on 1 node");
    }
}
