using System.CommandLine;
using System.Text.Json.Nodes;
using Harunire.Cli.Output;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire config show</c>: each setting with its value and origin; secrets as ***.</summary>
internal static class ConfigCommand
{
    public static Command Build()
    {
        var show = new Command("show", "Lists the settings with their values and where each comes from. Example: harunire config show -o json");
        show.SetAction(parsed =>
        {
            var settings = CommonOptions.Settings(parsed);
            var rows = settings.Values.Select(v => (Name: v.Key, Value: SecretMask.Show(v.Value.Value), v.Value.Origin)).ToList();
            if (CommonOptions.IsJson(parsed))
            {
                JsonDocumentWriter.Write("config", new JsonObject { ["settings"] = new JsonArray([.. rows.Select(r => (JsonNode)new JsonObject { ["name"] = r.Name, ["value"] = r.Value, ["origin"] = r.Origin })]) });
                return 0;
            }

            var (name, value) = (rows.Max(r => r.Name.Length), rows.Max(r => r.Value.Length));
            foreach (var row in rows)
            {
                Console.Out.WriteLine($"{row.Name.PadRight(name)}  {row.Value.PadRight(value)}  {row.Origin}");
            }

            return 0;
        });
        return new Command("config", "Shows the configuration") { show };
    }
}
