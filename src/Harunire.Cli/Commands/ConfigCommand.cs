using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Model.Errors;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire config show|schema</c>: each setting with its value and origin, secrets as ***; the JSON Schemas of files and documents.</summary>
internal static class ConfigCommand
{
    public static Command Build()
    {
        var command = new ToolCommand("config", "Shows the configuration, and the schemas of files and documents.")
        {
            Examples = ["config show", "config show -o json", "config schema status"],
        };
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Schema());
        return command;
    }

    private static Command Show()
    {
        var command = new ToolCommand("show", "Lists the settings with their values and where each comes from.")
        {
            Examples = ["config show", "config show -e production", "config show --set capture.poll=5s -o csv"],
        };
        command.SetAction(parsed =>
        {
            var call = new Invocation(parsed);
            var rows = call.Settings.Values.Select(v => (Name: v.Key, Value: SecretMask.Show(v.Value.Value), v.Value.Origin)).ToList();
            var document = new JsonObject
            {
                ["settings"] = new JsonArray([.. rows.Select(r => (JsonNode)new JsonObject { ["name"] = r.Name, ["value"] = r.Value, ["origin"] = r.Origin })]),
                ["drivers"] = DriverState.Describe(),
            };
            var (name, value) = (rows.Max(r => r.Name.Length), rows.Max(r => r.Value.Length));
            var text = new StringBuilder();
            foreach (var row in rows)
            {
                text.AppendLine($"{row.Name.PadRight(name)}  {row.Value.PadRight(value)}  {row.Origin}");
            }

            foreach (var missing in DriverState.Missing)
            {
                text.AppendLine(missing);
            }

            call.Write(new CommandResult("config", document, "settings", text.ToString()));
            return 0;
        });
        return command;
    }

    private static Command Schema()
    {
        var kind = new Argument<string?>("KIND") { Description = "The document's kind, or 'migration' or 'mapping' for the files; without it, all kinds", Arity = ArgumentArity.ZeroOrOne };
        kind.CompletionSources.Add(_ => DocumentSchemas.Kinds.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        var command = new ToolCommand("schema", "Prints the JSON Schema of a document that the tool writes, or of a file that it reads.")
        {
            Examples = ["config schema", "config schema status", "config schema mapping > mapping.schema.json"],
        };
        command.Arguments.Add(kind);
        command.SetAction(parsed =>
        {
            var call = new Invocation(parsed);
            if (parsed.GetValue(kind) is { } wanted)
            {
                Console.Out.Write(DocumentSchemas.Find(wanted) ?? throw Unknown(wanted));
                return 0;
            }

            var document = new JsonObject { ["kinds"] = new JsonArray([.. DocumentSchemas.Kinds.Select(name => (JsonNode)new JsonObject { ["schema"] = name })]) };
            call.Write(new CommandResult("schemas", document, "kinds", string.Join('\n', DocumentSchemas.Kinds)));
            return 0;
        });
        return command;
    }

    private static HarunireException Unknown(string wanted)
    {
        var nearest = NearestName.Find(wanted, DocumentSchemas.Kinds);
        return new HarunireException(CliErrors.BadUsage, $"there is no schema of '{wanted}'", hint: nearest is null ? "'harunire config schema' lists them" : $"did you mean '{nearest}'?");
    }
}
