using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Cli.Planning;
using Harunire.Model.Errors;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire apply</c>: runs the scripts of a migration, or of a saved plan, once each. Doing it again changes nothing.</summary>
internal static class ApplyCommand
{
    public static Command Build()
    {
        var what = new Argument<string>("MIGRATION|PLAN") { Description = "The migration file, or a plan that 'harunire plan -o FILE' saved" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would run, and change nothing" };
        var ran = new Option<string[]>("--ran") { Description = "A script of the folder that was run by hand: write that into the journal; may be given several times", HelpName = "SCRIPT", DefaultValueFactory = _ => [] };
        var command = new ToolCommand("apply", "Sets up the source and the result tables, by the migration's scripts or a saved plan.")
        {
            Examples =
            [
                "apply migrations/customer-orders/migration.yaml",
                "apply plan.json",
                "apply migrations/customer-orders/migration.yaml --dry-run -o json",
            ],
            Exits = [3, 4],
        };
        command.Arguments.Add(what);
        command.Options.Add(dryRun);
        command.Options.Add(ran);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = new Invocation(parsed);
            var path = parsed.GetRequiredValue(what);
            var saved = SavedPlan.IsPlan(path) ? SavedPlan.Read(path) : null;
            var byHand = parsed.GetValue(ran) ?? [];
            if (byHand.Length > 0 && (saved is not null || parsed.GetValue(dryRun)))
            {
                throw new HarunireException(CliErrors.BadUsage, "--ran goes with a migration file, and not with --dry-run");
            }

            if (saved is not null)
            {
                StalePlan.CheckFiles(saved, path);
            }

            var session = await call.OpenAsync(saved?.MigrationPath ?? path, cancellationToken);
            IReadOnlyList<JournalEntry> done = [];
            IReadOnlyList<PlannedScript> scripts;
            if (parsed.GetValue(dryRun))
            {
                scripts = await ChooseAsync(session, saved, path, cancellationToken);
            }
            else
            {
                using var alone = session.Lock("apply");
                NewRun(session, call.Progress.Detail).RecordByHand(byHand);
                scripts = await ChooseAsync(session, saved, path, cancellationToken);
                done = await RunAsync(session, scripts, call.Progress.Detail, cancellationToken);
            }

            call.Write(new CommandResult("apply", Describe(session, saved is null ? null : path, scripts, done, parsed.GetValue(dryRun)), "scripts", Text(session, path, scripts, done, parsed.GetValue(dryRun))));
            return 0;
        });
        return command;
    }

    /// <summary>Sets a migration up from its own folder: for the demo.</summary>
    public static async Task ApplyAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        using var alone = session.Lock("apply");
        await RunAsync(session, (await SetupPlan.MakeAsync(session, cancellationToken)).Scripts, _ => { }, cancellationToken);
    }

    private static async Task<IReadOnlyList<PlannedScript>> ChooseAsync(MigrationSession session, SavedPlan? saved, string path, CancellationToken cancellationToken)
    {
        if (saved is not null)
        {
            StalePlan.Check(saved, path, session, await SetupNeeds.ReadAsync(session, cancellationToken));
            return saved.Scripts;
        }

        var setup = await SetupPlan.MakeAsync(session, cancellationToken);
        var unwritten = setup.Scripts.Where(planned => planned.State == ScriptState.New).ToList();
        return setup.HasFiles && unwritten.Count > 0
            ? throw new HarunireException(
                CliErrors.NotInScripts,
                $"{unwritten.Sum(planned => planned.Script.Statements.Count)} statements are missing that no script of the folder holds, the first: {Short(unwritten[0].Script.Statements[0])}",
                session.File.Path,
                $"run 'harunire plan {session.File.Path}', read what it writes, and apply again")
            : setup.Scripts;
    }

    private static async Task<IReadOnlyList<JournalEntry>> RunAsync(MigrationSession session, IReadOnlyList<PlannedScript> scripts, Action<string> detail, CancellationToken cancellationToken)
    {
        var done = await NewRun(session, detail).ApplyAsync(scripts, cancellationToken);
        var left = await SetupNeeds.ReadAsync(session, cancellationToken);
        return left.Count == 0
            ? done
            : throw new HarunireException(
                CliErrors.NotInScripts,
                $"the scripts ran ({string.Join(", ", done.Select(entry => entry.Script))}), and {left.Count} statements are missing still, the first: {Short(left.Of(SetupSide.Source).Concat(left.Of(SetupSide.Results)).First())}",
                session.File.Path,
                $"'harunire plan {session.File.Path}' writes a script for them");
    }

    private static SetupRun NewRun(MigrationSession session, Action<string> detail) => new(session, TimeProvider.System, DocumentHead.RunId, detail);

    private static JsonObject Describe(MigrationSession session, string? plan, IReadOnlyList<PlannedScript> scripts, IReadOnlyList<JournalEntry> done, bool dryRun) => new()
    {
        ["migration"] = session.File.Name,
        ["plan"] = plan,
        ["dryRun"] = dryRun,
        ["scripts"] = new JsonArray([.. scripts.Select((planned, i) => (JsonNode)new JsonObject
        {
            ["name"] = planned.Script.Name,
            ["statements"] = planned.Script.Statements.Count,
            ["checksum"] = planned.Script.Checksum,
            ["outcome"] = dryRun ? planned.Word : done[i].Outcome,
        })]),
    };

    private static string Text(MigrationSession session, string path, IReadOnlyList<PlannedScript> scripts, IReadOnlyList<JournalEntry> done, bool dryRun)
    {
        var text = new StringBuilder();
        foreach (var (planned, outcome) in scripts.Zip(dryRun ? scripts.Select(planned => planned.Word) : done.Select(entry => entry.Outcome)))
        {
            text.AppendLine($"{planned.Script.Name}: {Numerals.Of(planned.Script.Statements.Count, "statement")}, {outcome}");
        }

        var count = dryRun ? scripts.Count(planned => planned.State != ScriptState.NotNeeded) : done.Count(entry => entry.Outcome == "applied");
        return text.Append((dryRun, count) switch
        {
            (true, 0) => $"Nothing would run: everything is set up. Next: harunire run {session.File.Path}",
            (true, _) => $"{Numerals.Of(count, "script")} would run; nothing was changed. Next: harunire apply {path}",
            (false, 0) => $"Everything was set up already. Next: harunire run {session.File.Path}",
            _ => $"{Numerals.Of(count, "script")} {(count == 1 ? "was" : "were")} applied. Next: harunire run {session.File.Path}",
        }).ToString();
    }

    private static string Short(string statement) => statement.Length <= 80 ? statement : statement[..77] + "...";
}
