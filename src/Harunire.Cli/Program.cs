using System.CommandLine;
using Harunire.Cli.Commands;
using Harunire.Cli.Output;
using Harunire.Model.Errors;

namespace Harunire.Cli;

/// <summary>The command line's entry: parses, runs, and turns every ending into one of UX's exit codes.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        var root = CommandTree.Build();
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            UsageErrors.Write(parsed);
            return (int)ErrorCategory.Usage;
        }

        using var signals = new TerminationSignals();
        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            var code = await parsed.InvokeAsync(configuration, signals.Token);
            return signals.ExitCode ?? code;
        }
        catch (Exception failure)
        {
            var code = FailureWriter.Write(failure);
            return code == ExitCodes.Interrupted && signals.ExitCode is { } asked ? asked : code;
        }
    }
}
