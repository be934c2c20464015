using System.Diagnostics;

namespace Harunire.EndToEnd.Tests.Commands;

/// <summary>One call of the tool as a process of its own, with what it wrote.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "harunire.dll");

    public static Process Start(string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in arguments.Prepend(Tool))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task<ToolRun> EndAsync(Process process)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return new ToolRun(process.ExitCode, output, await error);
        }
    }
}
