using System.Diagnostics;
using System.Globalization;
using System.Text;
using Harunire.EndToEnd.Tests.Commands;
using Harunire.Testing;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Kafka;

/// <summary>The customer-orders migration with topics of one's choice, in a folder of its own, run by the tool as a process.</summary>
internal sealed class MigrationFolder
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _connections;

    /// <param name="folder">Made where it is not there.</param>
    /// <param name="source">The shop's SQLite file.</param>
    /// <param name="topics">The migration's <c>topics</c> block.</param>
    /// <param name="bus">What stands behind the connection <c>bus</c>.</param>
    public MigrationFolder(string folder, string source, string topics, string bus)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        var original = File.ReadAllLines(Path.Combine(RepositoryPaths.Root, "migrations", "customer-orders", "migration.yaml"));
        var mappings = Path.Combine(RepositoryPaths.Root, "mappings", "customer-orders", "*.yaml");
        File.WriteAllLines(Migration, original.Select(line => line.StartsWith("topics:", StringComparison.Ordinal) ? $"topics: {topics}" : line.StartsWith("mappings:", StringComparison.Ordinal) ? $"mappings: [ {mappings} ]" : line));
        _connections = new(StringComparer.Ordinal) { ["SHOP"] = $"Data Source={source}", ["BUS"] = bus, ["SERVING"] = $"Data Source={Path.Combine(_folder, "serving.db")}" };
    }

    public string Migration => Path.Combine(_folder, "migration.yaml");

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var run = Start(arguments);
        return await run.EndAsync();
    }

    /// <summary>Starts a command that goes on until it is stopped.</summary>
    public LongRun Start(params string[] arguments)
    {
        var environment = _connections.ToDictionary(connection => $"HARUNIRE__CONNECTIONS__{connection.Key}", connection => connection.Value, StringComparer.Ordinal);
        environment["HARUNIRE__STATE"] = Path.Combine(_folder, "state");
        environment["HARUNIRE__CAPTURE__CHUNK"] = "300";
        environment["HARUNIRE__CAPTURE__POLL"] = "10ms";
        return new LongRun(ToolRun.Start(_folder, environment, arguments.Select(argument => argument == "MIGRATION" ? Migration : argument)));
    }

    /// <summary>All rows of all result tables as text, sorted.</summary>
    public List<string> ResultRows()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "serving.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Query(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'harunire%' AND name NOT LIKE 'sqlite%' ORDER BY name");
        return [.. tables.SelectMany(table =>
        {
            var columns = Query(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE name NOT LIKE 'harunire%' ORDER BY cid");
            return Query(connection, $"SELECT {string.Join(" || '|' || ", columns.Select(c => $"quote(\"{c}\")"))} FROM \"{table}\"").Select(row => $"{table}: {row}").Order(StringComparer.Ordinal);
        })];
    }

    private static List<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return rows;
    }

    /// <summary>A process of the tool with what it says.</summary>
    internal sealed class LongRun : IDisposable
    {
        private readonly Process _process;
        private readonly StringBuilder _output = new();
        private readonly StringBuilder _error = new();

        public LongRun(Process process)
        {
            _process = process;
            Collect(_output, handler => process.OutputDataReceived += handler);
            Collect(_error, handler => process.ErrorDataReceived += handler);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public bool HasExited => _process.HasExited;

        public string Error => Text(_error);

        public async Task<(int ExitCode, string Output, string Error)> EndAsync()
        {
            await _process.WaitForExitAsync();
            return (_process.ExitCode, Text(_output), Text(_error));
        }

        /// <summary>Waits for the first line on stdout.</summary>
        public async Task<string> FirstLineAsync()
        {
            var deadline = DateTime.UtcNow.AddSeconds(60);
            while (!Text(_output).Contains('\n', StringComparison.Ordinal))
            {
                (_process.HasExited || DateTime.UtcNow > deadline).Should().BeFalse($"a line was expected; it said: {Error}");
                await Task.Delay(20);
            }

            return Text(_output).Split('\n')[0];
        }

        /// <summary>SIGTERM, and the orderly end.</summary>
        public async Task<(int ExitCode, string Output, string Error)> StopAsync()
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            return await EndAsync();
        }

        public void Kill() => _process.Kill();

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.Dispose();
        }

        private static void Collect(StringBuilder into, Action<DataReceivedEventHandler> add) => add((_, line) =>
        {
            lock (into)
            {
                into.AppendLine(line.Data);
            }
        });

        private static string Text(StringBuilder text)
        {
            lock (text)
            {
                return text.ToString();
            }
        }
    }
}
