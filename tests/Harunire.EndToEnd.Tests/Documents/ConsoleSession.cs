using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Harunire.EndToEnd.Tests.Documents;

/// <summary>Runs the blocks of a page in one folder, as a reader who types them one after the other; <c>harunire</c> is the tool beside the tests.</summary>
internal sealed class ConsoleSession : IDisposable
{
    private const string Prompt = "$ ";
    private const string LeftOut = "...";
    private readonly string _programs = Directory.CreateTempSubdirectory("harunire-page-bin-").FullName;
    private readonly List<string> _exports = [];

    public ConsoleSession()
    {
        var tool = Path.Combine(_programs, "harunire");
        File.WriteAllText(tool, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "harunire.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("harunire-page-").FullName;

    /// <summary>Writes the block's file, or runs its commands and compares what each prints.</summary>
    /// <returns>How many commands ran.</returns>
    public async Task<int> PlayAsync(MarkdownBlock block)
    {
        if (block.Options.TryGetValue("file", out var file))
        {
            await File.WriteAllLinesAsync(Path.Combine(Folder, file), block.Lines);
            return 0;
        }

        if (block.Kind != "console")
        {
            return 0;
        }

        var exit = block.Options.TryGetValue("exit", out var code) ? int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var ran = 0;
        for (var i = 0; i < block.Lines.Count; ran++)
        {
            block.Lines[i].Should().StartWith(Prompt, "line {0} is a command or follows one", block.Line + 1 + i);
            var command = block.Lines[i][Prompt.Length..];
            var expected = block.Lines.Skip(i + 1).TakeWhile(line => !line.StartsWith(Prompt, StringComparison.Ordinal)).ToList();
            i += 1 + expected.Count;
            var (actual, printed) = await RunAsync(command);
            actual.Should().Be(exit, "'{0}' at line {1} printed {2}", command, block.Line, printed);
            printed.TrimEnd('\n').Should().MatchRegex(Pattern(expected), "that is what the page shows for '{0}' at line {1}", command, block.Line);
        }

        return ran;
    }

    public void Dispose()
    {
        Directory.Delete(_programs, recursive: true);
        Directory.Delete(Folder, recursive: true);
    }

    // A line of dots stands for any lines, dots at a line's end for its rest.
    private static string Pattern(List<string> lines)
    {
        var parts = lines.Select(line => line == LeftOut ? "(?:[^\\n]*\\n)*?[^\\n]*"
            : line.EndsWith(LeftOut, StringComparison.Ordinal) ? $"{Regex.Escape(line[..^LeftOut.Length])}[^\\n]*" : Regex.Escape(line));
        return $"^{string.Join("\\n", parts)}$";
    }

    private async Task<(int Exit, string Printed)> RunAsync(string command)
    {
        if (command.StartsWith("export ", StringComparison.Ordinal))
        {
            _exports.Add(command);
        }

        var script = string.Join('\n', [.. _exports, $"{{ {command}\n}} 2>&1"]);
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["PATH"] = $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var printed = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, printed);
    }
}
