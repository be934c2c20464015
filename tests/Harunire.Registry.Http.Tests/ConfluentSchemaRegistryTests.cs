using Harunire.Specifications.Topics;
using Harunire.Topics.Kafka.Registry;
using Harunire.Topics.Registry;

namespace Harunire.Registry.Http.Tests;

/// <summary>Our client of a registry, over the served one, passes the suite of all registries.</summary>
public sealed class ConfluentSchemaRegistryTests : SchemaRegistrySpecification, IAsyncDisposable
{
    private ServedRegistry? _served;

    public async ValueTask DisposeAsync()
    {
        if (_served is not null)
        {
            await _served.DisposeAsync();
        }
    }

    protected override async ValueTask<ISchemaRegistry> OpenAsync()
    {
        _served ??= await ServedRegistry.StartAsync();
        return new ConfluentSchemaRegistry($"schema.registry.url={_served.Url}", "test");
    }
}
