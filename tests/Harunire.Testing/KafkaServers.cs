using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Harunire.Testing;

/// <summary>Real Kafka brokers on free ports of this machine, from ../shared/servers; stopped and deleted at the end.</summary>
public sealed class KafkaServers : IAsyncDisposable
{
    private readonly string _script;
    private readonly string _folder;

    private KafkaServers(string script, string folder, string bootstrapServers) => (_script, _folder, BootstrapServers) = (script, folder, bootstrapServers);

    public string BootstrapServers { get; }

    /// <summary>Why none can be started here; null where one can.</summary>
    public static string? Missing
    {
        get
        {
            var hasJava = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "java")));
            return !File.Exists(Script) ? "shared/servers/kafka is not beside this checkout; set KAFKA_BOOTSTRAP_SERVERS to use brokers that run"
                : hasJava || Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } ? null
                : "java is not on this machine, so Kafka can't be started; set KAFKA_BOOTSTRAP_SERVERS to use one that runs";
        }
    }

    /// <summary>Skips the test where the script or Java is missing.</summary>
    public static string RequireScript()
    {
        Xunit.Assert.SkipWhen(Missing is not null, Missing ?? "");
        return Script;
    }

    public static async Task<KafkaServers> StartAsync(int nodes)
    {
        var script = RequireScript();
        var folder = Directory.CreateTempSubdirectory("harunire-kafka-").FullName;
        var port = FreePorts(2 * nodes);
        var said = await RunAsync(script, "start", "--nodes", $"{nodes}", "--dir", folder, "--port", $"{port}");
        return new KafkaServers(script, folder, said.Split('=', 2)[1].Trim());
    }

    internal static string Script => Path.Combine(RepositoryPaths.Shared ?? "", "servers", "kafka");

    public Task KillAsync(int node) => RunAsync(_script, "kill", $"{node}", "--dir", _folder);

    public Task RestartAsync(int node) => RunAsync(_script, "restart", $"{node}", "--dir", _folder);

    public Task PauseAsync(int node) => RunAsync(_script, "pause", $"{node}", "--dir", _folder);

    public Task ResumeAsync(int node) => RunAsync(_script, "resume", $"{node}", "--dir", _folder);

    public async ValueTask DisposeAsync() => await RunAsync(_script, "clean", "--dir", _folder);

    // The script gives node n the ports PORT + 2(n-1) and the one behind it.
    internal static int FreePorts(int count)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var first = Random.Shared.Next(20_000, 32_000);
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }

        throw new InvalidOperationException("no free ports between 20000 and 32000");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(string script, params string[] arguments)
    {
        // Brokers inherit what this process has open: output goes to a file, or reading to the end would wait for them.
        var output = Path.GetTempFileName();
        using var process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", $"exec \"$0\" \"$@\" > {output} 2>&1", script, .. arguments]))!;
        await process.WaitForExitAsync();
        var said = await File.ReadAllTextAsync(output);
        File.Delete(output);
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{script} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
    }
}
