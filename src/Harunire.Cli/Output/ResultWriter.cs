using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harunire.Cli.Output;

/// <summary>Writes a result in one of the formats of <c>--output</c>. Secrets are masked in each.</summary>
internal static class ResultWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Formats { get; } = ["text", "json", "ndjson", "csv", "md"];

    public static void Write(CommandResult result, string format, TextWriter output)
    {
        switch (format)
        {
            case "text":
                output.Write(SecretMask.Apply(result.Text.TrimEnd('\n') + "\n"));
                break;
            case "json":
                output.Write(Json(result) + "\n");
                break;
            case "ndjson":
                foreach (var row in Rows(result))
                {
                    output.Write(DocumentHead.Put(result.Kind, row).ToJsonString(OneLine) + "\n");
                }

                break;
            default:
                Table(Rows(result), format == "csv", output);
                break;
        }
    }

    /// <summary>The whole document, indented.</summary>
    public static string Json(CommandResult result)
    {
        var document = (JsonObject)Mask(result.Document)!;
        return (document.ContainsKey("harunire") ? document : DocumentHead.Put(result.Kind, document)).ToJsonString(Indented);
    }

    private static List<JsonObject> Rows(CommandResult result)
    {
        var document = (JsonObject)Mask(result.Document)!;
        return result.Rows is null ? [document] : [.. document[result.Rows]!.AsArray().Select(row => (JsonObject)row!.DeepClone())];
    }

    private static void Table(List<JsonObject> rows, bool csv, TextWriter output)
    {
        var columns = rows.SelectMany(row => row.Select(field => field.Key)).Distinct(StringComparer.Ordinal).ToList();
        if (columns.Count == 0)
        {
            return;
        }

        if (csv)
        {
            output.Write(string.Join(',', columns) + "\n");
            rows.ForEach(row => output.Write(string.Join(',', columns.Select(column => CsvCell(row[column]))) + "\n"));
            return;
        }

        output.Write($"| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select(_ => "---|"))}\n");
        rows.ForEach(row => output.Write($"| {string.Join(" | ", columns.Select(column => Cell(row[column]).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings("<br>")))} |\n"));
    }

    // RFC 4180; a text that a spreadsheet would run gets an apostrophe, as in the verification's CSV.
    private static string CsvCell(JsonNode? value)
    {
        var text = Cell(value);
        if (value is JsonValue && value.GetValueKind() == JsonValueKind.String && text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal))
        {
            text = "'" + text;
        }

        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string Cell(JsonNode? value) => value switch
    {
        null => "",
        JsonValue when value.GetValueKind() == JsonValueKind.String => (string)value!,
        _ => value.ToJsonString(OneLine),
    };

    /// <summary>A copy whose texts hold no secret.</summary>
    public static JsonNode? Mask(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(field => KeyValuePair.Create(field.Key, Mask(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Mask)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(SecretMask.Apply((string)value!)),
        _ => node?.DeepClone(),
    };
}
