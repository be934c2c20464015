namespace Harunire.Testing;

/// <summary>The broker of this test run: KAFKA_BOOTSTRAP_SERVERS, or one started from ../shared/servers with the first test that needs it.</summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private readonly Lazy<Task<KafkaServers>> _servers = new(() => KafkaServers.StartAsync(nodes: 1));

    /// <summary>Why there is none to be had; null where there is.</summary>
    public static string? Missing => Given is null ? KafkaServers.Missing : null;

    private static string? Given => Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } given ? given : null;

    /// <summary>Skips the test where there is no Kafka.</summary>
    public async Task<string> BootstrapServersAsync()
    {
        if (Given is { } given)
        {
            return given;
        }

        KafkaServers.RequireScript();
        return (await _servers.Value).BootstrapServers;
    }

    public async ValueTask DisposeAsync()
    {
        if (_servers.IsValueCreated)
        {
            await (await _servers.Value).DisposeAsync();
        }
    }
}
