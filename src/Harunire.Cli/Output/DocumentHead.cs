using System.Text.Json.Nodes;

namespace Harunire.Cli.Output;

/// <summary>What every JSON document begins with: format version (minor adds, major breaks), kind, and the call that made it.</summary>
internal static class DocumentHead
{
    public const string FormatVersion = "1.0";

    /// <summary>One for each call of the tool.</summary>
    public static string RunId { get; } = Guid.CreateVersion7().ToString();

    /// <summary>Moves the content behind the head.</summary>
    public static JsonObject Put(string kind, JsonObject content)
    {
        var document = new JsonObject { ["harunire"] = FormatVersion, ["kind"] = kind, ["runId"] = RunId };
        foreach (var (name, value) in content.ToList())
        {
            content.Remove(name);
            document[name] = value;
        }

        return document;
    }
}
