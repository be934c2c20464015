using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Harunire.Capture.Oracle;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Cli.Planning;
using Harunire.Model.Errors;
using Harunire.Plans.Explain;
using Harunire.Plans.Nodes;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire plan</c>: checks a migration against the source's dictionary, shows what each mapping becomes, and writes the scripts that set it up.</summary>
internal static class PlanCommand
{
    public static Command Build()
    {
        var mapping = new Argument<string?>("MAPPING") { Description = "Show only this mapping, and write nothing", Arity = ArgumentArity.ZeroOrOne };
        var dryRun = new Option<bool>("--dry-run") { Description = "Write nothing: the scripts are shown instead" };
        var command = new ToolCommand("plan", "Checks a migration, shows what it would do, and writes the scripts that set it up.")
        {
            Examples =
            [
                "plan migrations/customer-orders/migration.yaml",
                "plan migrations/customer-orders/migration.yaml -o plan.json",
                "plan migrations/customer-orders/migration.yaml sales_by_store_day --dry-run",
            ],
            Exits = [3, 4],
        };
        command.Arguments.Add(GlobalOptions.Migration);
        command.Arguments.Add(mapping);
        command.Options.Add(dryRun);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = new Invocation(parsed, mayNameFile: true);
            var only = parsed.GetValue(mapping);
            var writes = only is null && !parsed.GetValue(dryRun);
            if (call.File is not null && !writes)
            {
                throw new HarunireException(CliErrors.BadUsage, "a plan is saved for the whole migration, and not in a dry run", hint: "leave MAPPING and --dry-run out to save it");
            }

            var session = await call.OpenAsync(cancellationToken);
            var plans = session.Select(only is null ? [] : [only]);
            var setup = await SetupPlan.MakeAsync(session, cancellationToken);
            var written = writes ? Save(call, session, setup) : [];
            var document = SavedPlan.Seal(PlanDocument.Make(session, session.File.Path, plans, setup));
            call.Write(new CommandResult("plan", document, "mappings", Text(call, session, plans, setup, written)));
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<string> Save(Invocation call, MigrationSession session, SetupPlan setup)
    {
        if (call.File is not { } file)
        {
            return PlanFiles.Write(session, setup, null);
        }

        var path = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFullPath(session.File.Path));
        var document = SavedPlan.Seal(PlanDocument.Make(session, path, session.Plans, setup));
        return PlanFiles.Write(session, setup, (file, ResultWriter.Json(new CommandResult("plan", document, null, "")) + "\n"));
    }

    private static string Text(Invocation call, MigrationSession session, IReadOnlyList<MappingPlan> plans, SetupPlan setup, IReadOnlyList<string> written)
    {
        var text = new StringBuilder();
        AppendSource(text, session);
        foreach (var plan in plans)
        {
            text.AppendLine($"mapping {plan.Mapping} -> {plan.Target.Name} ({string.Join(", ", plan.Target.Columns.Select((c, i) => $"{c.Name} {c.Type}{(i < plan.Target.KeyCount ? " key" : "")}"))})");
            text.AppendLine(string.Join('\n', PlanText.Of(plan.Root).TrimEnd('\n').Split('\n').Select(line => "  " + line)));
            foreach (var note in plan.Notes)
            {
                text.AppendLine($"  note: {note}");
            }

            text.AppendLine($"  fingerprint {plan.Fingerprint[..16]}");
            text.AppendLine();
        }

        foreach (var planned in setup.Scripts)
        {
            text.AppendLine($"script {planned.Script.Name}: {Numerals.Of(planned.Script.Statements.Count, "statement")} at the {(planned.Script.Side == SetupSide.Source ? "source" : "results")}, {planned.Word}");
        }

        if (written.Count == 0)
        {
            foreach (var planned in setup.Scripts.Where(planned => planned.State != ScriptState.NotNeeded))
            {
                text.Append('\n').Append(planned.Script.Text);
            }
        }

        return text.Append(Sentence(call, session, setup, written)).ToString();
    }

    // What each table's strategy does not see, and what the owner of an Oracle source has to grant.
    private static void AppendSource(StringBuilder text, MigrationSession session)
    {
        foreach (var table in session.Tables)
        {
            var contract = session.Source.ContractOf(table);
            text.AppendLine($"table {table.Name}: {contract.Strategy}, {(contract.SeesDeletes ? "sees deletes" : "does not see deletes")}, {(contract.SeesEveryVersion ? "each committed version" : "the last version at a poll")}");
            foreach (var note in contract.Notes)
            {
                text.AppendLine($"  {note}");
            }
        }

        text.AppendLine();
        if (session.Source is OracleSource oracle)
        {
            text.AppendLine(oracle.SetupScript(session.Tables));
        }
    }

    private static string Sentence(Invocation call, MigrationSession session, SetupPlan setup, IReadOnlyList<string> written)
    {
        var toRun = setup.Scripts.Where(planned => planned.State != ScriptState.NotNeeded).ToList();
        var state = toRun.Count == 0
            ? $"Nothing to set up: {Numerals.Of(session.Plans.Count, "mapping")} {(session.Plans.Count == 1 ? "is" : "are")} ready."
            : $"{Numerals.Of(toRun.Sum(planned => planned.Script.Statements.Count), "statement")} in {Numerals.Of(toRun.Count, "script")} would set up {Numerals.Of(session.Plans.Count, "mapping")}.";
        var files = written.Count == 0 ? "" : $" Written: {string.Join(", ", written)}.";
        var next = call.File is { } saved
            ? $" The plan is saved in {saved}. Next: harunire apply {saved}"
            : toRun.Count == 0 && setup.Scripts.Count == 0 ? $" Next: harunire run {session.File.Path}" : $" Next: read the scripts, then harunire apply {session.File.Path}";
        return state + files + next;
    }
}
