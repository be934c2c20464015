using Harunire.Model.Types;
using Harunire.Results.Cassandra.Values;
using Harunire.Specifications.Results;
using Harunire.Testing.Servers;

namespace Harunire.Results.Cassandra.Tests;

/// <summary>The shared specification of result targets, on a real node.</summary>
public sealed class CassandraResultTargetTests(CassandraServer server) : ResultTargetSpecification, IAsyncLifetime
{
    private CassandraResultTarget? _target;

    protected override IResultTarget Target => _target!;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        _target = CassandraTarget.Open(CassandraTarget.Settings(server), CassandraTarget.NewKeyspace());
    }

    public ValueTask DisposeAsync() => _target?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override string TypeName(OracleType type) => TypeChoice.Of(type)[0].ToString().ToLowerInvariant();
}
