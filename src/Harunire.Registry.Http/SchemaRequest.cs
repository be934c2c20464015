using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Topics.Registry;

namespace Harunire.Registry.Http;

/// <summary>A schema as a client sends it.</summary>
/// <param name="Text">Avro, as JSON text.</param>
/// <param name="References">In order.</param>
internal sealed record SchemaRequest(string Text, IReadOnlyList<SchemaReference> References)
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };

    public static async Task<SchemaRequest> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var document = await ReadObjectAsync(body, cancellationToken);
        try
        {
            if (document["schemaType"] is { } type && (string?)type is not ("AVRO" or null))
            {
                throw RegistryFailure.InvalidSchema($"the type {type} is not known here; this registry keeps AVRO");
            }

            var text = (string?)document["schema"] ?? throw RegistryFailure.InvalidSchema("the request has no schema");
            return new SchemaRequest(text, [.. (document["references"] as JsonArray ?? []).Select(r => new SchemaReference((string)r!["name"]!, (string)r["subject"]!, (int)r["version"]!))]);
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException or ArgumentNullException)
        {
            throw RegistryFailure.InvalidSchema(failure.Message);
        }
    }

    public static async Task<JsonObject> ReadObjectAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonNode.ParseAsync(body, null, Limits, cancellationToken) as JsonObject ?? throw new RegistryFailure(400, 400, "the body is no JSON object");
        }
        catch (JsonException failure)
        {
            throw new RegistryFailure(400, 400, $"the body is no JSON: {failure.Message}");
        }
    }
}
