using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Model.Errors;

namespace Harunire.Topics.Registry;

/// <summary>Puts the schemas that a schema refers to by name into its text, so that it stands alone.</summary>
public static class ReferencedTypes
{
    /// <param name="text">The schema's.</param>
    /// <param name="definitions">The texts of the referenced named types, whole.</param>
    /// <param name="subject">For errors: HAR4102 where a text is no JSON.</param>
    public static string Inline(string text, IEnumerable<string> definitions, string subject)
    {
        try
        {
            var open = definitions.Select(d => JsonNode.Parse(d)!).ToDictionary(FullName, d => d, StringComparer.Ordinal);
            return Replace(JsonNode.Parse(text)!, null, open).ToJsonString();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new HarunireException(TopicErrors.SchemaInvalid, failure.Message, subject, inner: failure);
        }
    }

    // Avro defines a name at its first use; later uses stay names.
    private static JsonNode Replace(JsonNode node, string? space, Dictionary<string, JsonNode> open)
    {
        switch (node)
        {
            case JsonValue value when value.TryGetValue<string>(out var name):
                var full = name.Contains('.', StringComparison.Ordinal) || space is null ? name : $"{space}.{name}";
                return open.Remove(full, out var definition) || open.Remove(name, out definition) ? Qualified(Replace(definition.DeepClone(), null, open), full) : node.DeepClone();
            case JsonArray union:
                return new JsonArray([.. union.Select(branch => Replace(branch!, space, open))]);
            case JsonObject type:
                var copy = (JsonObject)type.DeepClone();
                var inner = (string?)copy["namespace"] ?? (((string?)copy["name"])?.LastIndexOf('.') is > 0 and var dot ? ((string)copy["name"]!)[..dot] : space);
                foreach (var key in new[] { "type", "items", "values" })
                {
                    if (copy[key] is { } child && !(key == "type" && child is JsonValue))
                    {
                        copy[key] = Replace(child, inner, open);
                    }
                    else if (copy[key] is JsonValue named)
                    {
                        copy[key] = Replace(named, inner, open);
                    }
                }

                foreach (var field in (copy["fields"] as JsonArray)?.OfType<JsonObject>() ?? [])
                {
                    field["type"] = Replace(field["type"]!, inner, open);
                }

                return copy;
            default:
                return node.DeepClone();
        }
    }

    private static JsonNode Qualified(JsonNode definition, string full)
    {
        if (definition is JsonObject type && full.LastIndexOf('.') is > 0 and var dot)
        {
            type["name"] = full[(dot + 1)..];
            type["namespace"] = full[..dot];
        }

        return definition;
    }

    private static string FullName(JsonNode definition)
    {
        var name = (string)definition["name"]!;
        return name.Contains('.', StringComparison.Ordinal) || definition["namespace"] is not { } space ? name : $"{(string)space!}.{name}";
    }
}
