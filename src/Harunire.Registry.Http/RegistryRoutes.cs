using System.Text.Json.Nodes;
using Harunire.Topics.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harunire.Registry.Http;

/// <summary>Confluent's paths. Source: docs.confluent.io, Schema Registry API Reference.</summary>
internal static class RegistryRoutes
{
    public static void Map(WebApplication app, SchemaRegistryService service)
    {
        app.MapGet("/", () => Json(new JsonObject()));
        app.MapGet("/contexts", () => Json(new JsonArray(".")));
        MapSubjects(app, service);
        MapSchemas(app, service);
        MapCompatibility(app, service);
        MapSetting(app, service, "config", SchemaRegistryService.Compatibility);
        MapSetting(app, service, "mode", SchemaRegistryService.Mode);
    }

    private static void MapSubjects(WebApplication app, SchemaRegistryService service)
    {
        app.MapGet("/subjects", (string? subjectPrefix, bool? deleted) =>
            Json(List(service.Find(null, deleted ?? false).Select(s => s.Subject).Distinct().Where(s => s.StartsWith(subjectPrefix ?? "", StringComparison.Ordinal)).Select(s => (JsonNode)s))));
        app.MapGet("/subjects/{subject}/versions", (string subject, bool? deleted) => Json(List(service.Versions(subject, deleted ?? false).Select(v => (JsonNode)v.Version))));
        app.MapGet("/subjects/{subject}/versions/{version}", (string subject, string version, bool? deleted) => Json(Describe(service.Version(subject, version, deleted ?? false))));
        app.MapGet("/subjects/{subject}/versions/{version}/schema", (string subject, string version, bool? deleted) => Text(service.Version(subject, version, deleted ?? false).Text));
        app.MapGet("/subjects/{subject}/versions/{version}/referencedby", (string subject, string version) => Json(List(service.ReferencedBy(subject, version).Select(id => (JsonNode)id))));
        app.MapPost("/subjects/{subject}", async (string subject, bool? deleted, HttpRequest request) =>
            Json(Describe(service.LookUp(subject, await SchemaRequest.ReadAsync(request.Body, request.HttpContext.RequestAborted), deleted ?? false))));
        app.MapPost("/subjects/{subject}/versions", async (string subject, HttpRequest request) =>
            Json(new JsonObject { ["id"] = service.Register(subject, await SchemaRequest.ReadAsync(request.Body, request.HttpContext.RequestAborted)) }));
        app.MapDelete("/subjects/{subject}", (string subject, bool? permanent) => Json(List(service.DeleteSubject(subject, permanent ?? false).Select(v => (JsonNode)v))));
        app.MapDelete("/subjects/{subject}/versions/{version}", (string subject, string version, bool? permanent) => Json(service.DeleteVersion(subject, version, permanent ?? false)));
    }

    private static void MapSchemas(WebApplication app, SchemaRegistryService service)
    {
        app.MapGet("/schemas/types", () => Json(new JsonArray("AVRO")));
        app.MapGet("/schemas", (string? subjectPrefix, bool? deleted, bool? latestOnly) =>
        {
            var found = service.Find(null, deleted ?? false).Where(s => s.Subject.StartsWith(subjectPrefix ?? "", StringComparison.Ordinal));
            return Json(List((latestOnly == true ? found.GroupBy(s => s.Subject, StringComparer.Ordinal).Select(g => g.Last()) : found).Select(s => (JsonNode)Describe(s))));
        });
        app.MapGet("/schemas/ids/{id:int}", (int id) =>
        {
            var (text, uses) = service.ById(id);
            var answer = new JsonObject { ["schema"] = text };
            AddReferences(answer, uses.Count > 0 ? uses[0].References : []);
            return Json(answer);
        });
        app.MapGet("/schemas/ids/{id:int}/schema", (int id) => Text(service.ById(id).Text));
        app.MapGet("/schemas/ids/{id:int}/subjects", (int id, bool? deleted) => Json(List(service.ById(id).Uses.Where(u => deleted == true || !u.IsDeleted).Select(u => (JsonNode)u.Subject))));
        app.MapGet("/schemas/ids/{id:int}/versions", (int id, bool? deleted) =>
            Json(List(service.ById(id).Uses.Where(u => deleted == true || !u.IsDeleted).Select(u => (JsonNode)new JsonObject { ["subject"] = u.Subject, ["version"] = u.Version }))));
    }

    private static void MapCompatibility(WebApplication app, SchemaRegistryService service)
    {
        app.MapPost("/compatibility/subjects/{subject}/versions", (string subject, bool? verbose, HttpRequest request) => CompareAsync(subject, null, verbose, request));
        app.MapPost("/compatibility/subjects/{subject}/versions/{version}", (string subject, string version, bool? verbose, HttpRequest request) => CompareAsync(subject, version, verbose, request));

        async Task<IResult> CompareAsync(string subject, string? version, bool? verbose, HttpRequest request)
        {
            var reasons = service.Compare(subject, version, await SchemaRequest.ReadAsync(request.Body, request.HttpContext.RequestAborted));
            var answer = new JsonObject { ["is_compatible"] = reasons.Count == 0 };
            if (verbose == true)
            {
                answer["messages"] = List(reasons.Select(r => (JsonNode)r));
            }

            return Json(answer);
        }
    }

    private static void MapSetting(WebApplication app, SchemaRegistryService service, string path, string name)
    {
        var isMode = name == SchemaRegistryService.Mode;
        var shown = isMode ? "mode" : "compatibilityLevel";
        app.MapGet($"/{path}", () => Json(new JsonObject { [shown] = isMode ? service.ModeOf(null) : service.LevelOf("").Name }));
        app.MapGet($"/{path}/{{subject}}", (string subject, bool? defaultToGlobal) => service.Setting(subject, name) is { } value
            ? Json(new JsonObject { [shown] = value })
            : defaultToGlobal == true ? Json(new JsonObject { [shown] = isMode ? service.ModeOf(null) : service.LevelOf("").Name }) : throw RegistryFailure.NoSubjectSetting(subject, isMode));
        app.MapPut($"/{path}", (HttpRequest request) => PutAsync(null, request));
        app.MapPut($"/{path}/{{subject}}", (string subject, HttpRequest request) => PutAsync(subject, request));
        app.MapDelete($"/{path}/{{subject}}", (string subject) =>
        {
            var value = service.Setting(subject, name) ?? throw RegistryFailure.NoSubjectSetting(subject, isMode);
            service.Set(subject, name, null);
            return Json(new JsonObject { [shown] = value });
        });

        async Task<IResult> PutAsync(string? subject, HttpRequest request)
        {
            var given = await SchemaRequest.ReadObjectAsync(request.Body, request.HttpContext.RequestAborted);
            var text = given[name] is JsonValue value && value.TryGetValue<string>(out var said) ? said.ToUpperInvariant() : null;
            var valid = isMode ? text is "READWRITE" or "READONLY" : CompatibilityLevel.Find(text) is not null;
            if (!valid)
            {
                throw isMode ? RegistryFailure.InvalidMode() : RegistryFailure.InvalidLevel();
            }

            service.Set(subject, name, text);
            return Json(new JsonObject { [name] = text });
        }
    }

    private static JsonObject Describe(StoredSchema schema)
    {
        var answer = new JsonObject { ["subject"] = schema.Subject, ["version"] = schema.Version, ["id"] = schema.Id, ["schemaType"] = "AVRO" };
        AddReferences(answer, schema.References);
        answer["schema"] = schema.Text;
        if (schema.IsDeleted)
        {
            answer["deleted"] = true;
        }

        return answer;
    }

    private static void AddReferences(JsonObject answer, IReadOnlyList<SchemaReference> references)
    {
        if (references.Count > 0)
        {
            answer["references"] = List(references.Select(r => (JsonNode)new JsonObject { ["name"] = r.Name, ["subject"] = r.Subject, ["version"] = r.Version }));
        }
    }

    private static JsonArray List(IEnumerable<JsonNode> items) => [.. items];

    private static IResult Json(JsonNode node) => Text(node.ToJsonString());

    private static IResult Text(string text) => Results.Text(text, RegistryServer.ContentType);
}
