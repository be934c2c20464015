using System.Text.Json.Nodes;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Output;

/// <summary>Puts the head of every JSON document, <see cref="ReportHead"/>, before what a command has to say.</summary>
internal static class DocumentHead
{
    /// <summary>One for each call of the tool.</summary>
    public static string RunId { get; } = Guid.CreateVersion7().ToString();

    /// <summary>Moves the content behind the head.</summary>
    public static JsonObject Put(string kind, JsonObject content)
    {
        var document = new JsonObject([.. ReportHead.Fields(kind, RunId).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))]);
        foreach (var (name, value) in content.ToList())
        {
            content.Remove(name);
            document[name] = value;
        }

        return document;
    }
}
