using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Topics.Avro;
using Harunire.Topics.Registry;

namespace Harunire.Cli.Commands;

/// <summary>A record's bytes for people: Avro as JSON (bytes as <c>hex:</c>), JSON and text as they are.</summary>
internal static class RecordText
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<JsonNode?> DecodeAsync(ReadOnlyMemory<byte>? bytes, ISchemaRegistry registry, CancellationToken cancellationToken)
    {
        if (bytes is not { } data)
        {
            return null;
        }

        if (data.Length < SchemaFrame.Length || data.Span[0] != 0)
        {
            return Encoding.UTF8.GetString(data.Span);
        }

        var schema = AvroSchema.Parse(await registry.GetByIdAsync(SchemaFrame.ReadId(data.Span), cancellationToken));
        return ToJson(Read(data.Span[SchemaFrame.Length..], schema));
    }

    /// <summary>Bytes that nobody could read.</summary>
    public static JsonNode? Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } data ? "hex:" + Convert.ToHexStringLower(data.Span) : null;

    /// <summary>Text where it is UTF-8, else hex.</summary>
    public static JsonNode? Text(byte[]? bytes) =>
        bytes is null ? null : System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Hex(bytes);

    private static object? Read(ReadOnlySpan<byte> body, AvroSchema schema)
    {
        var reader = new AvroReader(body);
        return reader.ReadValue(schema);
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        IDictionary<string, object?> record => new JsonObject(record.Select(f => KeyValuePair.Create(f.Key, ToJson(f.Value)))),
        byte[] bytes => "hex:" + Convert.ToHexStringLower(bytes),
        string text => text,
        bool flag => flag,
        int number => number,
        long number => number,
        float number => number,
        double number => number,
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToJson)]),
        _ => value.ToString(),
    };
}
