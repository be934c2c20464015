using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Cli.Output;
using Harunire.Model.Errors;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Planning;

/// <summary>A plan in a file, sealed by a checksum so that what was reviewed is what runs.</summary>
internal sealed record SavedPlan
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The migration file, found from the plan's folder.</summary>
    public required string MigrationPath { get; init; }

    public required IReadOnlyList<PlanInput> Inputs { get; init; }

    public required IReadOnlyList<PlannedScript> Scripts { get; init; }

    /// <summary>The chosen entry of <c>environments</c> when it was made; null: none.</summary>
    public required string? Environment { get; init; }

    /// <summary>The document with its head and checksum.</summary>
    public static JsonObject Seal(JsonObject content)
    {
        var document = DocumentHead.Put("plan", (JsonObject)ResultWriter.Mask(content)!);
        document["checksum"] = Checksum(document);
        return document;
    }

    /// <summary>True where the file is meant to be a plan: its text begins as a JSON object does.</summary>
    public static bool IsPlan(string path)
    {
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!File.Exists(path))
        {
            return false;
        }

        using var reader = new StreamReader(path);
        var start = new char[256];
        var length = reader.ReadBlock(start);
        return string.Concat(start.Take(length).Where(c => !char.IsWhiteSpace(c))).StartsWith("{\"harunire\"", StringComparison.Ordinal);
    }

    /// <summary>HAR8502 where it is no plan, was changed by hand, or is of another format.</summary>
    public static SavedPlan Read(string path)
    {
        if (!File.Exists(path))
        {
            throw Bad(path, "there is no such file");
        }

        try
        {
            var document = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new FormatException("it is no JSON object");
            var version = (string?)document["harunire"] ?? throw new FormatException("it has no 'harunire' version");
            if (version.Split('.')[0] != ReportHead.FormatVersion.Split('.')[0])
            {
                throw new FormatException($"its format is {version}, this version of Harunire reads {ReportHead.FormatVersion}");
            }

            if ((string?)document["kind"] != "plan")
            {
                throw new FormatException($"its kind is '{document["kind"]}', not 'plan'");
            }

            var stated = (string?)document["checksum"];
            document.Remove("checksum");
            if (stated != Checksum(document))
            {
                throw new FormatException("it was changed since it was saved: its checksum does not fit");
            }

            return new SavedPlan
            {
                MigrationPath = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, (string)document["file"]!))),
                Environment = (string?)document["environment"],
                Inputs = [.. document["inputs"]!.AsArray().Select(input => new PlanInput((string)input!["kind"]!, (string)input["name"]!, (string)input["hash"]!))],
                Scripts = [.. document["scripts"]!.AsArray().Select(ReadScript)],
            };
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            throw Bad(path, failure.Message, failure);
        }
    }

    private static PlannedScript ReadScript(JsonNode? node)
    {
        var name = (string)node!["name"]!;
        var script = SetupScript.TryRead(name, () => (string)node["text"]!) ?? throw new FormatException($"'{name}' is no script's name");
        return new PlannedScript(script, (string)node["state"]! switch
        {
            "new" => ScriptState.New,
            "pending" => ScriptState.Pending,
            "not needed" => ScriptState.NotNeeded,
            "by hand" => ScriptState.ByHand,
            var other => throw new FormatException($"'{other}' is no script's state"),
        });
    }

    private static string Checksum(JsonObject document) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString(Compact))));

    private static HarunireException Bad(string path, string message, Exception? inner = null) =>
        new(CliErrors.BadPlanFile, message, path, "make a plan with 'harunire plan MIGRATION -o FILE'", inner);
}
