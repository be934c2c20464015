using System.Diagnostics;
using Harunire.Testing;

namespace Harunire.EndToEnd.Tests.Kill;

/// <summary>The tool as a process of its own, on one folder's databases.</summary>
internal sealed class ToolProcess(string source, string folder)
{
    private static readonly string Migration = Path.Combine(RepositoryPaths.Root, "migrations", "customer-orders", "migration.yaml");
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "harunire.dll");

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in new[] { Tool, arguments[0], Migration }.Concat(arguments.Skip(1)))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HARUNIRE__CONNECTIONS__SHOP"] = $"Data Source={source}";
        start.Environment["HARUNIRE__CONNECTIONS__BUS"] = $"Data Source={Path.Combine(folder, "bus.db")}";
        start.Environment["HARUNIRE__CONNECTIONS__SERVING"] = $"Data Source={Path.Combine(folder, "serving.db")}";
        start.Environment["HARUNIRE__STATE"] = Path.Combine(folder, "state");
        start.Environment["HARUNIRE__CAPTURE__CHUNK"] = "300";
        start.Environment["HARUNIRE__CAPTURE__POLL"] = "10ms";
        start.Environment["HARUNIRE__STREAM__CUT"] = "1";
        return Process.Start(start)!;
    }

    public async Task RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, $"'{string.Join(' ', arguments)}' said: {await error}");
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
