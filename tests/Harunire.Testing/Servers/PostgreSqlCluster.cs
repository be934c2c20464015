using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Harunire.Testing.Servers;

/// <summary>A PostgreSQL 15 of its own, on a free loopback port, gone afterwards.</summary>
public sealed class PostgreSqlCluster : IDisposable
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";
    private readonly string _directory = Path.Combine("/tmp", "harunire-pg-" + Path.GetRandomFileName());
    private readonly int _port;
    private readonly string _walLevel = "";
    private bool _started;

    public PostgreSqlCluster()
        : this("logical")
    {
    }

    private PostgreSqlCluster(string walLevel)
    {
        if (!File.Exists($"{Binaries}/initdb"))
        {
            MissingReason = $"no PostgreSQL 15 in {Binaries}";
            return;
        }

        Directory.CreateDirectory(_directory);
        _port = FreePort();
        _walLevel = walLevel;
        if (Run("chown", ["postgres", _directory], asPostgres: false) != 0
            || Run($"{Binaries}/initdb", ["-D", $"{_directory}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"]) != 0
            || !Start())
        {
            MissingReason = "PostgreSQL 15 could not be started as user postgres";
            return;
        }

        _started = true;
        ConnectionString = $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";
    }

    public string ConnectionString { get; } = "";

    /// <summary>Null where it runs.</summary>
    public string? MissingReason { get; }

    /// <param name="walLevel">What the server writes into its log.</param>
    public static PostgreSqlCluster WithLog(string walLevel) => new(walLevel);

    /// <summary>Ends the server without a shutdown, as a crash would, and starts it: it recovers from its log.</summary>
    public void Crash()
    {
        Run($"{Binaries}/pg_ctl", ["-D", $"{_directory}/data", "-m", "immediate", "-w", "stop"]);
        if (!Start())
        {
            throw new InvalidOperationException("PostgreSQL did not start again.");
        }
    }

    public void Dispose()
    {
        if (_started)
        {
            Run($"{Binaries}/pg_ctl", ["-D", $"{_directory}/data", "-m", "immediate", "-w", "stop"]);
        }

        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private bool Start() => Run(
        $"{Binaries}/pg_ctl",
        ["-D", $"{_directory}/data", "-w", "-l", $"{_directory}/log", "-o", $"-p {_port} -k {_directory} -c listen_addresses=127.0.0.1 -c fsync=off -c timezone=UTC -c wal_level={_walLevel} -c max_replication_slots=100 -c max_wal_senders=100", "start"]) == 0;

    private static int Run(string program, string[] arguments, bool asPostgres = true)
    {
        var isRoot = string.Equals(Environment.UserName, "root", StringComparison.Ordinal);
        if (!asPostgres && !isRoot)
        {
            return 0;
        }

        // Its output goes nowhere: a server that inherits our pipes would keep the test run open.
        string[] command = asPostgres && isRoot ? ["runuser", "-u", "postgres", "--", program, .. arguments] : [program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", .. command]) { WorkingDirectory = "/tmp" })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
