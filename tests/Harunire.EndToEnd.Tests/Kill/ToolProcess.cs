using System.Diagnostics;
using Harunire.EndToEnd.Tests.Commands;
using Harunire.Testing;

namespace Harunire.EndToEnd.Tests.Kill;

/// <summary>The tool as a process of its own, on one folder's databases.</summary>
internal sealed class ToolProcess(string source, string folder)
{
    private static readonly string Migration = Path.Combine(RepositoryPaths.Root, "migrations", "customer-orders", "migration.yaml");
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["HARUNIRE__CONNECTIONS__SHOP"] = $"Data Source={source}",
        ["HARUNIRE__CONNECTIONS__BUS"] = $"Data Source={Path.Combine(folder, "bus.db")}",
        ["HARUNIRE__CONNECTIONS__SERVING"] = $"Data Source={Path.Combine(folder, "serving.db")}",
        ["HARUNIRE__STATE"] = Path.Combine(folder, "state"),
        ["HARUNIRE__CAPTURE__CHUNK"] = "300",
        ["HARUNIRE__CAPTURE__POLL"] = "10ms",
        ["HARUNIRE__STREAM__CUT"] = "1",
    };

    public Process Start(params string[] arguments) => ToolRun.Start(folder, _environment, [arguments[0], Migration, .. arguments.Skip(1)]);

    public async Task RunAsync(params string[] arguments)
    {
        var run = await ToolRun.EndAsync(Start(arguments));
        run.Code.Should().Be(0, $"'{string.Join(' ', arguments)}' said: {run.Error}");
    }

    /// <summary>Starts it, waits, and ends it with SIGKILL.</summary>
    public async Task KillAfterAsync(TimeSpan delay, params string[] arguments)
    {
        using var process = Start(arguments);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(delay));
        process.HasExited.Should().BeFalse("'run' goes on until it is stopped");
        process.Kill();
        await process.WaitForExitAsync();
    }
}
