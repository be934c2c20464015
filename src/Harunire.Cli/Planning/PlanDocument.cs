using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Plans.Explain;
using Harunire.Plans.Nodes;

namespace Harunire.Cli.Planning;

/// <summary>A plan as a JSON document: what each mapping becomes, the scripts, and what all of it was made from. Connections stand in it by name only.</summary>
internal static class PlanDocument
{
    /// <param name="path">The migration file, as the reader of the document will find it.</param>
    /// <param name="mappings">The mappings to describe.</param>
    public static JsonObject Make(MigrationSession session, string path, IReadOnlyList<MappingPlan> mappings, SetupPlan setup) => new()
    {
        ["migration"] = session.File.Name,
        ["file"] = path.Replace('\\', '/'),
        ["environment"] = session.Settings.Values.GetValueOrDefault("environment")?.Value,
        ["mappings"] = new JsonArray([.. mappings.Select(Describe)]),
        ["scripts"] = new JsonArray([.. setup.Scripts.Select(Describe)]),
        ["inputs"] = new JsonArray([.. PlanInput.Of(session, setup.Needs).Select(input => (JsonNode)new JsonObject { ["kind"] = input.Kind, ["name"] = input.Name, ["hash"] = input.Hash })]),
    };

    private static JsonNode Describe(MappingPlan plan) => new JsonObject
    {
        ["mapping"] = plan.Mapping,
        ["target"] = plan.Target.Name,
        ["columns"] = new JsonArray([.. plan.Target.Columns.Select((c, i) => (JsonNode)new JsonObject { ["name"] = c.Name, ["type"] = c.Type.ToString(), ["key"] = i < plan.Target.KeyCount })]),
        ["sources"] = new JsonArray([.. plan.Tables.Select(t => (JsonNode)t.Name.ToString())]),
        ["plan"] = PlanText.Of(plan.Root),
        ["notes"] = new JsonArray([.. plan.Notes.Select(note => (JsonNode)note)]),
        ["fingerprint"] = plan.Fingerprint,
    };

    private static JsonNode Describe(PlannedScript planned) => new JsonObject
    {
        ["name"] = planned.Script.Name,
        ["state"] = planned.Word,
        ["checksum"] = planned.Script.Checksum,
        ["statements"] = planned.Script.Statements.Count,
        ["text"] = planned.Script.Text,
    };
}
