using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire capture</c>, <c>stream</c> and <c>run</c>: one loop, parted in two or whole.</summary>
internal static class RunCommands
{
    public static Command Capture() => Build("capture", "Publishes the source's rows and changes to the topics.", capture: true, stream: false, "--once -o json");

    public static Command Stream() => Build("stream", "Keeps the result tables up to date from the topics.", capture: false, stream: true, "--rebuild sales_by_store_day --once");

    public static Command Run() => Build("run", "Captures and streams in one process.", capture: true, stream: true, "--rebuild sales_by_store_day --once");

    private static Command Build(string name, string does, bool capture, bool stream, string example)
    {
        var once = new Option<bool>("--once") { Description = "Stop when the source, as it was at the start, has been taken in" };
        var rebuild = new Option<string[]>("--rebuild") { Description = "Build this mapping's state anew from the topics, and replace its result table", HelpName = "MAPPING", DefaultValueFactory = _ => [] };
        var command = new ToolCommand(name, does)
        {
            Examples =
            [
                $"{name} migrations/customer-orders/migration.yaml",
                $"{name} migrations/customer-orders/migration.yaml --once",
                $"{name} migrations/customer-orders/migration.yaml {example}",
            ],
            Exits = [3, 4, 5, 130, 143],
        };
        command.Arguments.Add(GlobalOptions.Migration);
        command.Options.Add(once);
        if (stream)
        {
            command.Options.Add(rebuild);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = new Invocation(parsed);
            var session = await call.OpenAsync(cancellationToken);
            var run = new JobRun(session, call.Progress);
            var outcome = await run.RunAsync(capture, stream, parsed.GetValue(once), stream ? parsed.GetValue(rebuild) ?? [] : [], cancellationToken);
            call.Write(new CommandResult(name, outcome, null, Sentence(outcome, session, stream)));
            return Quarantined(outcome) > 0 ? ExitCodes.FinishedWithRejects : ExitCodes.Done;
        });
        return command;
    }

    private static long Quarantined(JsonObject outcome) => outcome["stream"]?["quarantined"]?.GetValue<long>() ?? 0;

    private static string Sentence(JsonObject outcome, MigrationSession session, bool streamed)
    {
        var parts = new List<string>();
        if (outcome["capture"] is { } capture)
        {
            parts.Add($"captured {Numerals.Of((long)capture["snapshotRows"]!, "snapshot row")} and {Numerals.Of((long)capture["changes"]!, "change")} in {Numerals.Of((long)capture["cuts"]!, "cut")}");
        }

        if (outcome["stream"] is { } stream)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"applied {Numerals.Of((long)stream["events"]!, "event")} as {Numerals.Of((long)stream["resultRows"]!, "result row")}, up to SCN {(long)stream["scn"]!}"));
        }

        var text = parts.Count == 0 ? "stopped" : string.Join("; ", parts);
        if (Quarantined(outcome) is var records && records > 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(text[0])}{text[1..]}; {Numerals.Of(records, "record")} {(records == 1 ? "is" : "are")} in quarantine, so results that lack them can't be verified. Next: harunire topic peek {session.File.Path} {outcome["prefix"]}.quarantine");
        }

        var next = streamed ? "verify" : "stream";
        return $"{char.ToUpperInvariant(text[0])}{text[1..]}. Next: harunire {next} {session.File.Path}";
    }
}
