using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Harunire.Testing.Servers;

/// <summary>A real Cassandra for tests: the one that CASSANDRA_CONTACT_POINTS and CASSANDRA_PORT name, else one of its own from shared/servers. Started at the first use.</summary>
public sealed class CassandraServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private const string NoServer = "no Cassandra: CASSANDRA_CONTACT_POINTS is not set, and shared/servers is not beside this checkout";

    private readonly SemaphoreSlim _starting = new(1);
    private string? _folder;

    /// <summary>Why there is none to be had; null where there is.</summary>
    public static string? Missing => Given is null && !HasScript ? NoServer : null;

    /// <summary>How many are started, where the server is the test's own.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Addresses of the nodes; empty before <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<string> ContactPoints { get; private set; } = [];

    public int Port { get; private set; }

    /// <summary>Starts the nodes, or skips the test with the reason why there can be none.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (ContactPoints.Count > 0)
            {
                return;
            }

            if (Given is { } named && Nodes == 1)
            {
                ContactPoints = named.Split(',');
                Port = int.Parse(Environment.GetEnvironmentVariable("CASSANDRA_PORT") ?? "9042", CultureInfo.InvariantCulture);
                return;
            }

            Xunit.Assert.SkipUnless(HasScript, NoServer);
            _folder = Directory.CreateTempSubdirectory("harunire-cassandra-").FullName;
            Port = FreePort();
            await RunAsync(cancellationToken, "start", "--nodes", $"{Nodes}", "--port", $"{Port}");
            ContactPoints = [.. Enumerable.Range(1, Nodes).Select(n => $"127.0.0.{n}")];
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>SIGKILL, until the process is gone.</summary>
    public Task KillAsync(int node, CancellationToken cancellationToken) => RunAsync(cancellationToken, "kill", $"{node}");

    /// <summary>SIGSTOP: the node's sockets stay open, and nothing answers.</summary>
    public Task PauseAsync(int node, CancellationToken cancellationToken) => RunAsync(cancellationToken, "pause", $"{node}");

    public Task ResumeAsync(int node, CancellationToken cancellationToken) => RunAsync(cancellationToken, "resume", $"{node}");

    public Task RestartAsync(int node, CancellationToken cancellationToken) => RunAsync(cancellationToken, "restart", $"{node}");

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await RunAsync(CancellationToken.None, "clean");
        }

        _starting.Dispose();
    }

    private static string? Given => Environment.GetEnvironmentVariable("CASSANDRA_CONTACT_POINTS") is { Length: > 0 } named ? named : null;

    private static string Script => Path.Combine(RepositoryPaths.Shared ?? "", "servers", "cassandra");

    private static bool HasScript => RepositoryPaths.Shared is not null && File.Exists(Script);

    private async Task RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        if (_folder is null)
        {
            throw new InvalidOperationException("The nodes are not this test's own.");
        }

        // The nodes inherit the script's output; a file, because a pipe would stay open as long as they run.
        var output = Path.Combine(_folder, "script.log");
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, UseShellExecute = false };
        string[] line = ["-c", "exec \"$0\" \"$@\" >>\"$OUTPUT\" 2>&1", Script, .. arguments, "--dir", _folder];
        foreach (var argument in line)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["OUTPUT"] = output;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken).WaitAsync(StartLimit, cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"cassandra {arguments[0]} ended with {process.ExitCode}: {await File.ReadAllTextAsync(output, cancellationToken)}");
        }
    }

    // The node uses PORT, PORT+1 and PORT+101 and further ones.
    private int FreePort()
    {
        for (var port = 21_000 + (Environment.ProcessId % 500 * 8); ; port += 4)
        {
            if (new[] { port, port + 1 }.Concat(Enumerable.Range(port + 101, Nodes)).All(IsFree))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Any, port);
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
}
