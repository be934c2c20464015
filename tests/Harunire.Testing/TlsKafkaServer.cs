using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Harunire.Testing.Certificates;

namespace Harunire.Testing;

/// <summary>A real Kafka broker that clients reach by TLS alone, and that asks them for a certificate. From the distribution in ../shared/servers, with settings of its own.</summary>
public sealed class TlsKafkaServer : IAsyncDisposable
{
    private const string ClusterId = "SGFydW5pcmVNaWdyYXRlMQ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-kafka-tls-").FullName;
    private readonly int _port = KafkaServers.FreePorts(2);
    private Process? _broker;

    /// <summary>The name in the broker's certificate, its only one.</summary>
    public const string Host = "localhost";

    /// <summary>Signed the broker's certificate, and those of clients that the broker takes.</summary>
    public TestAuthority Authority { get; } = new("Harunire's test authority");

    public int Port => _port;

    /// <summary>Skips the test where there is no distribution to start.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        KafkaServers.RequireScript();
        var shared = Path.GetDirectoryName(KafkaServers.Script)!;
        var jars = Path.Combine((await RunAsync("bash", cancellationToken, "-c", $"server=kafka; . '{shared}/common.sh'; unpack kafka")).Trim(), "jars", "*");
        var settings = await WriteSettingsAsync(cancellationToken);
        await RunAsync(Java, cancellationToken, "-Xmx128m", "-cp", jars, "kafka.tools.StorageTool", "format", "-t", ClusterId, "-c", settings);
        _broker = Start(Java, "-Xms128m", "-Xmx384m", $"-Dlog4j2.configurationFile={shared}/conf/kafka-log4j2.properties", "-cp", jars, "kafka.Kafka", settings);
        await AnsweringAsync(cancellationToken);
    }

    /// <summary>Writes a certificate and its key as PEM files for a client's settings.</summary>
    public (string Certificate, string Key) WriteClient(TestAuthority signer, string name)
    {
        using var certificate = signer.Sign(name);
        return (Write($"{name}.pem", certificate.ExportCertificatePem()), Write($"{name}.key", TestAuthority.KeyPem(certificate)));
    }

    /// <summary>Writes an authority's certificate as a PEM file.</summary>
    public string WriteAuthority(TestAuthority authority, string name) => Write($"{name}.pem", authority.Pem);

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            _broker.Kill();
            await _broker.WaitForExitAsync();
            _broker.Dispose();
        }

        Authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Java => Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home ? Path.Combine(home, "bin", "java") : "java";

    private async Task<string> WriteSettingsAsync(CancellationToken cancellationToken)
    {
        using var own = Authority.Sign(Host);
        var keys = Write("broker.pem", TestAuthority.KeyPem(own) + "\n" + own.ExportCertificatePem() + "\n");
        var path = Path.Combine(_folder, "server.properties");
        await File.WriteAllTextAsync(
            path,
            $"""
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:{_port + 1}
            listeners=SSL://127.0.0.1:{_port},CONTROLLER://127.0.0.1:{_port + 1}
            advertised.listeners=SSL://{Host}:{_port}
            listener.security.protocol.map=SSL:SSL,CONTROLLER:PLAINTEXT
            controller.listener.names=CONTROLLER
            inter.broker.listener.name=SSL
            ssl.client.auth=required
            ssl.keystore.type=PEM
            ssl.keystore.location={keys}
            ssl.truststore.type=PEM
            ssl.truststore.location={WriteAuthority(Authority, "broker-trust")}
            log.dirs={_folder}/data
            offsets.topic.replication.factor=1
            auto.create.topics.enable=false

            """,
            cancellationToken);
        return path;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task AnsweringAsync(CancellationToken cancellationToken)
    {
        for (var waiting = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
                return;
            }
            catch (SocketException) when (!_broker!.HasExited && waiting.Elapsed < StartLimit)
            {
                await Task.Delay(100, cancellationToken);
            }
            catch (SocketException failure)
            {
                throw new InvalidOperationException($"the broker does not listen: {await File.ReadAllTextAsync(Path.Combine(_folder, "output"), cancellationToken)}", failure);
            }
        }
    }

    private async Task<string> RunAsync(string program, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync(cancellationToken);
        var said = await File.ReadAllTextAsync(Path.Combine(_folder, "output"), cancellationToken);
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {said}");
    }

    // The broker goes on writing while the test runs: a file, because nobody reads a pipe.
    private Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("/bin/bash", ["-c", $"exec \"$0\" \"$@\" > '{Path.Combine(_folder, "output")}' 2>&1", program, .. arguments]))!;
}
