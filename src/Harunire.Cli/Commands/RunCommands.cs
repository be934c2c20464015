using System.CommandLine;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire capture</c>, <c>stream</c> and <c>run</c>: one loop, parted in two or whole.</summary>
internal static class RunCommands
{
    private const int FinishedWithRejects = 5;

    public static Command Capture() => Build("capture", "Publishes the source's changes to the topics", capture: true, stream: false);

    public static Command Stream() => Build("stream", "Keeps the result tables up to date from the topics", capture: false, stream: true);

    public static Command Run() => Build("run", "Captures and streams in one process", capture: true, stream: true);

    private static Command Build(string name, string does, bool capture, bool stream)
    {
        var once = new Option<bool>("--once") { Description = "Stop when the source, as it was at the start, has been taken in" };
        var rebuild = new Option<string[]>("--rebuild") { Description = "Build this mapping's state anew from the topics, and replace its result table", DefaultValueFactory = _ => [] };
        var command = new Command(name, $"{does}. Example: harunire {name} migrations/customer-orders/migration.yaml --once") { CommonOptions.Migration, once };
        if (stream)
        {
            command.Options.Add(rebuild);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await MigrationSession.OpenAsync(parsed.GetRequiredValue(CommonOptions.Migration), CommonOptions.Settings(parsed), cancellationToken);
            var run = new JobRun(session, CommonOptions.Progress(parsed));
            var outcome = await run.RunAsync(capture, stream, parsed.GetValue(once), stream ? parsed.GetValue(rebuild) ?? [] : [], cancellationToken);
            if (CommonOptions.IsJson(parsed))
            {
                JsonDocumentWriter.Write(name, outcome);
            }
            else
            {
                Console.Out.WriteLine(Sentence(outcome, session.File.Path));
            }

            return Quarantined(outcome) > 0 ? FinishedWithRejects : 0;
        });
        return command;
    }

    private static long Quarantined(JsonObject outcome) => outcome["stream"]?["quarantined"]?.GetValue<long>() ?? 0;

    private static string Sentence(JsonObject outcome, string migration)
    {
        var parts = new List<string>();
        if (outcome["capture"] is { } capture)
        {
            parts.Add($"captured {capture["snapshotRows"]} snapshot rows and {capture["changes"]} changes in {capture["cuts"]} cuts");
        }

        if (outcome["stream"] is { } stream)
        {
            parts.Add($"applied {stream["events"]} events as {stream["resultRows"]} result rows, up to SCN {stream["scn"]}");
        }

        if (Quarantined(outcome) is var records && records > 0)
        {
            return $"{string.Join("; ", parts)}; {records} records are in quarantine, so results that lack them can't be verified. Next: harunire topic peek {migration} {outcome["prefix"]}.quarantine";
        }

        return $"{(parts.Count == 0 ? "Stopped" : string.Join("; ", parts))}. Next: harunire verify {migration}";
    }
}
