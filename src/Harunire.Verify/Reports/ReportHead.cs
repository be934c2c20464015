using System.Text.Json;

namespace Harunire.Verify.Reports;

/// <summary>What every JSON document begins with: format version (minor adds, major breaks), kind, and the run that made it.</summary>
public static class ReportHead
{
    public const string FormatVersion = "1.0";

    /// <summary>Names and values, in their order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Fields(string kind, string runId) =>
        [new("harunire", FormatVersion), new("kind", kind), new("runId", runId)];

    /// <summary>The head, and what all documents about a verification go on with.</summary>
    internal static void Write(Utf8JsonWriter json, string kind, string runId, string job, string source, string time)
    {
        foreach (var (name, value) in Fields(kind, runId))
        {
            json.WriteString(name, value);
        }

        json.WriteString("job", job);
        json.WriteString("source", source);
        json.WriteString("time", time);
    }
}
