using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harunire.Cli.Commands;

/// <summary>Writes a result to stdout as one JSON document that begins with its format version, kind and run.</summary>
internal static class JsonDocumentWriter
{
    private const string FormatVersion = "1.0";

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string kind, JsonObject content)
    {
        var document = new JsonObject { ["harunire"] = FormatVersion, ["kind"] = kind, ["runId"] = Guid.CreateVersion7().ToString() };
        foreach (var (name, value) in content.ToList())
        {
            content.Remove(name);
            document[name] = value;
        }

        Console.Out.WriteLine(document.ToJsonString(Options));
    }
}
