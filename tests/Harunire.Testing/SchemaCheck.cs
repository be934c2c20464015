using System.Text.Json;
using System.Text.RegularExpressions;

namespace Harunire.Testing;

/// <summary>Checks a document against the keywords of JSON Schema 2020-12 that our schemas use; an unknown keyword fails, so that none is passed over.</summary>
public static class SchemaCheck
{
    public static List<string> Validate(JsonElement schema, JsonElement value)
    {
        var errors = new List<string>();
        Check(schema, schema, value, "$", errors);
        return errors;
    }

    private static void Check(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            var holds = keyword.Name switch
            {
                "$schema" or "title" or "description" or "$defs" => true,
                "type" => rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Any(t => Is(t.GetString()!, value)) : Is(rule.GetString()!, value),
                "const" => JsonElement.DeepEquals(rule, value),
                "enum" => rule.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)),
                "minimum" => value.GetDecimal() >= rule.GetDecimal(),
                "pattern" => Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)),
                "required" => rule.EnumerateArray().All(name => value.ValueKind != JsonValueKind.Object || value.TryGetProperty(name.GetString()!, out _)),
                "oneOf" => rule.EnumerateArray().Count(branch => Matches(root, branch, value)) == 1,
                "$ref" => Each(root.GetProperty("$defs").GetProperty(rule.GetString()![8..]), value, path),
                "items" => value.EnumerateArray().Select((item, i) => Each(rule, item, $"{path}[{i}]")).All(ok => ok),
                "properties" => value.EnumerateObject().All(p => !rule.TryGetProperty(p.Name, out var sub) || Each(sub, p.Value, $"{path}.{p.Name}")),
                "additionalProperties" => Additional(schema, rule, value, path),
                _ => throw new NotSupportedException(keyword.Name),
            };
            if (!holds)
            {
                errors.Add($"{path}: {keyword.Name}");
            }
        }

        bool Each(JsonElement sub, JsonElement part, string place)
        {
            Check(root, sub, part, place, errors);
            return true;
        }

        bool Additional(JsonElement owner, JsonElement rule, JsonElement part, string place)
        {
            var known = owner.TryGetProperty("properties", out var named) ? named.EnumerateObject().Select(p => p.Name).ToHashSet() : [];
            var others = part.EnumerateObject().Where(p => !known.Contains(p.Name)).ToList();
            return rule.ValueKind switch
            {
                JsonValueKind.False => others.Count == 0,
                JsonValueKind.True => true,
                _ => others.TrueForAll(p => Each(rule, p.Value, $"{place}.{p.Name}")),
            };
        }
    }

    private static bool Matches(JsonElement root, JsonElement schema, JsonElement value)
    {
        if (schema.TryGetProperty("type", out var type) && !Is(type.GetString()!, value))
        {
            return false;
        }

        var errors = new List<string>();
        Check(root, schema, value, "$", errors);
        return errors.Count == 0;
    }

    private static bool Is(string type, JsonElement value) => (type, value.ValueKind) switch
    {
        ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
        _ => false,
    };
}
