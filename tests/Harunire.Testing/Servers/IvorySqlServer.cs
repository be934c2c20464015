using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Harunire.Testing.Servers;

/// <summary>An IvorySQL of its own (PostgreSQL with Oracle's SQL and PL/SQL) from the shared servers, on free ports, gone afterwards.</summary>
/// <remarks>A second opinion on rows, not on digits: its NUMBER division keeps 20 of them.</remarks>
public sealed class IvorySqlServer : IDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(4);

    private readonly string? _script;
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "harunire-ivory-" + Path.GetRandomFileName());
    private readonly string _psql = "";

    public IvorySqlServer()
    {
        _script = RepositoryPaths.Shared is { } shared ? Path.Combine(shared, "servers", "ivorysql") : null;
        if (_script is null || !File.Exists(_script))
        {
            MissingReason = "shared/servers/ivorysql is not beside this checkout";
            return;
        }

        var output = Start(_script, _directory);
        ConnectionString = Setting(output, "IVORYSQL_CONNECTION") + ";Pooling=false";
        _psql = Setting(output, "IVORYSQL_PSQL");
    }

    /// <summary>Null where it runs.</summary>
    public string? MissingReason { get; }

    /// <summary>For Npgsql, speaking Oracle's dialect.</summary>
    public string ConnectionString { get; } = "";

    /// <summary>Skips the test, with the reason, where there is no server.</summary>
    public void Require()
    {
        if (MissingReason is not null)
        {
            Xunit.Assert.Skip(MissingReason);
        }
    }

    /// <summary>A session that reads and writes dates as ISO text and finds tables in this schema.</summary>
    public NpgsqlConnection Open(string schema)
    {
        var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        foreach (var setting in Session(schema))
        {
            using var command = new NpgsqlCommand(setting, connection);
            command.ExecuteNonQuery();
        }

        return connection;
    }

    /// <summary>Runs a script as SQL*Plus would, a line with <c>/</c> ending a PL/SQL unit; the first error ends it and fails the test.</summary>
    public void RunScript(string schema, string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, string.Join(";\n", Session(schema)) + ";\n" + text);
            var (code, output) = Run("/bin/sh", ["-c", $"exec {_psql} -q -v ON_ERROR_STOP=1 -f \"$1\"", "sh", file]);
            if (code != 0)
            {
                Xunit.Assert.Fail(output);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        if (_script is not null && File.Exists(_script))
        {
            Run(_script, ["clean", "--dir", _directory]);
        }
    }

    // On a busy machine the script may ask while the server still starts; asking again does no harm.
    private static string Start(string script, string directory)
    {
        string[] arguments = ["start", "--dir", directory, "--port", FreePorts()];
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var (code, output) = Run(script, arguments);
            if (code == 0)
            {
                return output;
            }

            if (watch.Elapsed > StartDeadline)
            {
                throw new InvalidOperationException($"IvorySQL did not start: {output}");
            }
        }
    }

    private static string[] Session(string schema) =>
    [
        "SET client_min_messages = error", $"SET search_path = {schema}, public", "SET timezone = 'UTC'",
        "SET nls_date_format = 'YYYY-MM-DD HH24:MI:SS'", "SET nls_timestamp_format = 'YYYY-MM-DD HH24:MI:SS.FF6'",
    ];

    private static string Setting(string output, string name) =>
        output.Split('\n').First(line => line.StartsWith(name + '=', StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    private static (int Code, string Output) Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(StartDeadline))
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    // Oracle's dialect on the first port, PostgreSQL's on the next.
    private static string FreePorts()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            using var second = new TcpListener(IPAddress.Loopback, port + 1);
            try
            {
                second.Start();
                return port.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (SocketException)
            {
                // The next port is taken: try another pair.
            }
        }

        throw new InvalidOperationException("no two free ports beside each other");
    }
}
