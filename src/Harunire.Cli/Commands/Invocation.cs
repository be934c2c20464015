using System.CommandLine;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Cli.Settings;
using Harunire.Model.Errors;

namespace Harunire.Cli.Commands;

/// <summary>One call of a command: its settings, where its result goes, and how much it says.</summary>
internal sealed class Invocation
{
    private readonly ParseResult _parsed;

    /// <param name="mayName">True: <c>-o</c> may name a file too (<c>plan</c>).</param>
    public Invocation(ParseResult parsed, bool mayNameFile = false)
    {
        _parsed = parsed;
        var output = parsed.GetRequiredValue(GlobalOptions.Output);
        if (ResultWriter.Formats.Contains(output, StringComparer.Ordinal))
        {
            Format = output;
        }
        else if (mayNameFile && output.AsSpan().ContainsAny("./\\"))
        {
            (Format, File) = ("text", output);
        }
        else
        {
            var nearest = NearestName.Find(output, ResultWriter.Formats);
            throw new HarunireException(CliErrors.BadUsage, $"there is no output format '{output}'", hint: (nearest is null ? $"there are: {string.Join(", ", ResultWriter.Formats)}" : $"did you mean '{nearest}'?") + (mayNameFile ? "; a file needs a dot or a slash: -o ./" + output : ""));
        }

        if (parsed.GetValue(GlobalOptions.Quiet) && parsed.GetValue(GlobalOptions.Verbose))
        {
            throw new HarunireException(CliErrors.BadUsage, "--quiet and --verbose contradict each other");
        }

        Level = parsed.GetValue(GlobalOptions.Quiet) ? ProgressLevel.Quiet : parsed.GetValue(GlobalOptions.Verbose) ? ProgressLevel.Verbose : ProgressLevel.Normal;
        Progress = ProgressReport.OfProcess(Level);
        Settings = ToolSettings.Load(Directory.GetCurrentDirectory(), parsed.GetValue(GlobalOptions.EnvironmentName), parsed.GetValue(GlobalOptions.Set) ?? [], Environment.GetEnvironmentVariables());
    }

    public string Format { get; }

    /// <summary>The file that <c>-o</c> names; null where it names a format.</summary>
    public string? File { get; }

    public ProgressLevel Level { get; }

    public ProgressReport Progress { get; }

    public ToolSettings Settings { get; }

    public Task<MigrationSession> OpenAsync(CancellationToken cancellationToken) => OpenAsync(_parsed.GetRequiredValue(GlobalOptions.Migration), cancellationToken);

    public async Task<MigrationSession> OpenAsync(string migration, CancellationToken cancellationToken)
    {
        var session = await MigrationSession.OpenAsync(migration, Settings, cancellationToken);
        Progress.Detail($"migration {session.File.Name}: {session.Plans.Count} mappings, source {session.Source.Name}, results {session.Connections.Results().Name}, state {session.StateFolder}");
        return session;
    }

    /// <summary>The result, on stdout, in the chosen format.</summary>
    public void Write(CommandResult result)
    {
        Progress.End();
        ResultWriter.Write(result, Format, Console.Out);
    }
}
