using System.Text.Json;
using Harunire.Model.Errors;

namespace Harunire.Topics.Avro;

/// <summary>Reads one schema text.</summary>
internal sealed class AvroSchemaParser
{
    private const int MaxLength = 4 * 1024 * 1024;
    private const int MaxDepth = 100;
    private readonly Dictionary<string, AvroSchema> _named = new(StringComparer.Ordinal);

    public AvroSchema Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw Invalid("", $"the text has {text.Length} characters, at most {MaxLength} are read");
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement, null, "");
        }
        catch (JsonException e)
        {
            throw new HarunireException(TopicErrors.SchemaInvalid, e.Message, inner: e);
        }
        catch (InvalidOperationException e)
        {
            // System.Text.Json: an element of the wrong kind, or a string with a lone surrogate.
            throw new HarunireException(TopicErrors.SchemaInvalid, e.Message, inner: e);
        }
    }

    private static HarunireException Invalid(string place, string what) => new(TopicErrors.SchemaInvalid, what, place.Length == 0 ? null : place);

    private AvroSchema Read(JsonElement element, string? space, string place) => element.ValueKind switch
    {
        JsonValueKind.String => ByName(element.GetString()!, space, place),
        JsonValueKind.Array => Union(element, space, place),
        JsonValueKind.Object => Object(element, space, place),
        _ => throw Invalid(place, "a schema is a text, an array or an object"),
    };

    private AvroSchema ByName(string name, string? space, string place) =>
        Primitive(name) is { } kind ? new AvroSchema { Kind = kind }
        : _named.TryGetValue(Full(name, space), out var known) || _named.TryGetValue(name, out known) ? known
        : throw Invalid(place, $"there is no type {name}");

    private AvroSchema Union(JsonElement element, string? space, string place)
    {
        var branches = element.EnumerateArray().Select((e, i) => Read(e, space, $"{place}[{i}]")).ToArray();
        if (branches.Length == 0 || branches.Any(b => b.Kind == AvroKind.Union)
            || branches.GroupBy(b => b.Name ?? b.Kind.ToString(), StringComparer.Ordinal).Any(g => g.Count() > 1))
        {
            throw Invalid(place, "a union is empty, holds a union, or holds a type twice");
        }

        return new AvroSchema { Kind = AvroKind.Union, Branches = branches };
    }

    private AvroSchema Object(JsonElement element, string? space, string place)
    {
        if (!element.TryGetProperty("type", out var type))
        {
            throw Invalid(place, "\"type\" is missing");
        }

        if (type.ValueKind != JsonValueKind.String)
        {
            return Read(type, space, place);
        }

        var name = type.GetString()!;
        return name switch
        {
            "record" => Record(element, space, place),
            "array" => new AvroSchema
            {
                Kind = AvroKind.Array,
                Items = element.TryGetProperty("items", out var items) ? Read(items, space, place + "[]") : throw Invalid(place, "\"items\" is missing"),
            },
            _ when Primitive(name) is { } kind => new AvroSchema
            {
                Kind = kind,
                ConnectName = Text(element, "connect.name"),
                ConnectType = Text(element, "connect.type"),
                HasDefault = element.TryGetProperty("connect.default", out _),
                SourceType = SourceType(element),
                Scale = Number(element, "scale", place),
                Precision = Number(element, "precision", place),
            },
            "enum" or "fixed" or "map" => throw Invalid(place, $"the type {name} is not supported"),
            _ => ByName(name, space, place),
        };
    }

    private AvroSchema Record(JsonElement element, string? space, string place)
    {
        var name = Text(element, "name");
        if (string.IsNullOrEmpty(name))
        {
            throw Invalid(place, "a record has no name");
        }

        var inner = Text(element, "namespace") ?? (name.Contains('.') ? name[..name.LastIndexOf('.')] : space);
        var full = Full(name, inner);
        var record = new AvroSchema { Kind = AvroKind.Record, Name = full, ConnectName = Text(element, "connect.name"), SourceType = SourceType(element) };
        if (!_named.TryAdd(full, record))
        {
            throw Invalid(place, $"the record {full} is defined twice");
        }

        if (!element.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Array)
        {
            throw Invalid(full, "\"fields\" is missing");
        }

        var read = new List<AvroField>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields.EnumerateArray())
        {
            var fieldName = Text(field, "name");
            if (string.IsNullOrEmpty(fieldName) || !names.Add(fieldName) || !field.TryGetProperty("type", out var type))
            {
                throw Invalid(full, $"field {read.Count + 1} has no name, no type, or the name of another");
            }

            read.Add(new AvroField(fieldName, Read(type, inner, $"{full}.{fieldName}")));
        }

        record.Fields = read;
        return record;
    }

    // Debezium, "column.propagate.source.type": name, length and scale as parameters of the field's schema, all of them texts.
    private static string? SourceType(JsonElement element)
    {
        if (!element.TryGetProperty("connect.parameters", out var parameters) || parameters.ValueKind != JsonValueKind.Object
            || Text(parameters, "__debezium.source.column.type") is not { } name)
        {
            return null;
        }

        var length = Text(parameters, "__debezium.source.column.length");
        var scale = Text(parameters, "__debezium.source.column.scale");
        return name.Contains('(') || length is null or "0" || name is "DATE" or "CLOB" or "NCLOB" or "BLOB" ? name
            : name.StartsWith("TIMESTAMP ", StringComparison.Ordinal) ? $"TIMESTAMP({length}){name["TIMESTAMP".Length..]}"
            : name.StartsWith("INTERVAL", StringComparison.Ordinal) ? name
            : scale is null || name is not "NUMBER" ? $"{name}({length})" : $"{name}({length},{scale})";
    }

    private static string Full(string name, string? space) => name.Contains('.') || string.IsNullOrEmpty(space) ? name : $"{space}.{name}";

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement element, string name, string place) =>
        !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Invalid(place, $"\"{name}\" is no whole number");

    private static AvroKind? Primitive(string name) => name switch
    {
        "null" => AvroKind.Null,
        "boolean" => AvroKind.Boolean,
        "int" => AvroKind.Int,
        "long" => AvroKind.Long,
        "float" => AvroKind.Float,
        "double" => AvroKind.Double,
        "bytes" => AvroKind.Bytes,
        "string" => AvroKind.String,
        _ => null,
    };
}
