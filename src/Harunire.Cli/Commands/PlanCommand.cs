using System.CommandLine;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Plans.Explain;
using Harunire.Plans.Nodes;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire plan</c>: checks a migration against the source's dictionary and shows what each mapping becomes. Writes nothing.</summary>
internal static class PlanCommand
{
    public static Command Build()
    {
        var mapping = new Argument<string?>("mapping") { Description = "Only this mapping", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("plan", "Shows what a migration would do, and writes nothing. Example: harunire plan migrations/customer-orders/migration.yaml") { CommonOptions.Migration, mapping };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await MigrationSession.OpenAsync(parsed.GetRequiredValue(CommonOptions.Migration), CommonOptions.Settings(parsed), cancellationToken);
            var plans = session.Select(parsed.GetValue(mapping) is { } only ? [only] : []);
            var setup = await session.Source.PlanSetupAsync(session.Tables, cancellationToken);
            var results = session.Connections.Results();
            var tables = new List<string>();
            foreach (var plan in plans)
            {
                tables.AddRange(await results.PlanTableAsync(plan.Target, cancellationToken));
            }

            if (CommonOptions.IsJson(parsed))
            {
                JsonDocumentWriter.Write("plan", Describe(session, plans, setup, tables));
            }
            else
            {
                WriteText(session, plans, setup, tables);
            }

            return 0;
        });
        return command;
    }

    private static void WriteText(MigrationSession session, IReadOnlyList<MappingPlan> plans, IReadOnlyList<string> setup, List<string> tables)
    {
        foreach (var plan in plans)
        {
            Console.Out.WriteLine($"mapping {plan.Mapping} -> {plan.Target.Name} ({string.Join(", ", plan.Target.Columns.Select((c, i) => $"{c.Name} {c.Type}{(i < plan.Target.KeyCount ? " key" : "")}"))})");
            Console.Out.WriteLine(string.Join('\n', PlanText.Of(plan.Root).Split('\n').Select(line => "  " + line)));
            foreach (var note in plan.Notes)
            {
                Console.Out.WriteLine($"  note: {note}");
            }

            Console.Out.WriteLine($"  fingerprint {plan.Fingerprint[..16]}");
            Console.Out.WriteLine();
        }

        foreach (var statement in setup.Concat(tables.Distinct(StringComparer.Ordinal)))
        {
            Console.Out.WriteLine(statement + ";");
        }

        Console.Out.WriteLine(setup.Count + tables.Count == 0
            ? $"Nothing to set up: {plans.Count} mappings are ready. Next: harunire run {session.File.Path}"
            : $"{setup.Count} statements at the source and {tables.Count} at the results would run for {plans.Count} mappings. Next: harunire apply {session.File.Path}");
    }

    private static JsonObject Describe(MigrationSession session, IReadOnlyList<MappingPlan> plans, IReadOnlyList<string> setup, List<string> tables) => new()
    {
        ["migration"] = session.File.Name,
        ["mappings"] = new JsonArray([.. plans.Select(plan => (JsonNode)new JsonObject
        {
            ["mapping"] = plan.Mapping,
            ["target"] = plan.Target.Name,
            ["columns"] = new JsonArray([.. plan.Target.Columns.Select((c, i) => (JsonNode)new JsonObject { ["name"] = c.Name, ["type"] = c.Type.ToString(), ["key"] = i < plan.Target.KeyCount })]),
            ["sources"] = new JsonArray([.. plan.Tables.Select(t => (JsonNode)t.Name.ToString())]),
            ["plan"] = PlanText.Of(plan.Root),
            ["notes"] = new JsonArray([.. plan.Notes.Select(n => (JsonNode)n)]),
            ["fingerprint"] = plan.Fingerprint,
        })]),
        ["sourceStatements"] = new JsonArray([.. setup.Select(s => (JsonNode)s)]),
        ["resultStatements"] = new JsonArray([.. tables.Select(s => (JsonNode)s)]),
    };
}
