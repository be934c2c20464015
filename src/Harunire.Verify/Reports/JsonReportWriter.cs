using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Reports;

/// <summary>The report for programs. Values are texts, so that no reader loses digits; counts are numbers.</summary>
public sealed class JsonReportWriter : IReportWriter
{
    private const int ShownRows = 100;
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default };

    public string FileExtension => ".json";

    /// <summary>The JSON Schema that the document follows.</summary>
    public static string Schema()
    {
        using var stream = typeof(JsonReportWriter).Assembly.GetManifestResourceStream("verification-report.schema.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public void Write(VerificationReport report, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Document(json, report);
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()));
        output.Write('\n');
    }

    private static void Document(Utf8JsonWriter json, VerificationReport report)
    {
        json.WriteStartObject();
        ReportHead.Write(json, "verification", report.RunId, report.Job, report.Source, report.Time);
        json.WriteBoolean("passes", report.Passes);
        json.WriteNumber("exitCode", report.ExitCode);
        json.WriteString("conclusion", report.Conclusion);
        Counts(json, report.Verdicts);
        json.WriteStartArray("mappings");
        foreach (var mapping in report.Mappings)
        {
            Mapping(json, mapping);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Mapping(Utf8JsonWriter json, MappingReport mapping)
    {
        json.WriteStartObject();
        json.WriteString("mapping", mapping.Mapping);
        json.WriteString("status", ReportValues.Status(mapping));
        json.WriteString("legacy", mapping.Legacy);
        json.WriteString("target", mapping.Target);
        json.WriteString("planHash", mapping.PlanHash);
        json.WriteString("mappingHash", mapping.MappingHash);
        json.WriteString("replaces", mapping.Replaces);
        if (mapping.Cut is { } cut)
        {
            json.WriteStartObject("cut");
            json.WriteNumber("scn", cut.Scn);
            json.WriteString("time", cut.Time);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("cut");
        }

        if (mapping.BatchScn is { } batch)
        {
            json.WriteNumber("legacyAsOf", batch);
        }
        else
        {
            json.WriteNull("legacyAsOf");
        }

        json.WriteString("refusal", mapping.Refusal?.ToString());
        Array(json, "profile", mapping.Profile, static (j, p) =>
        {
            j.WriteString("name", p.Key);
            j.WriteString("value", p.Value);
        });
        Counts(json, mapping.Verdicts);
        Array(json, "columns", mapping.Outcome?.Columns ?? [], Column);
        Array(json, "segments", mapping.Outcome?.Segments ?? [], static (j, s) =>
        {
            j.WriteString("column", s.Column);
            j.WriteString("value", s.Value);
            j.WriteNumber("failing", s.Failing);
            j.WriteNumber("keys", s.Keys);
            j.WriteNumber("overRepresentation", Math.Round(s.OverRepresentation, 4));
        });
        Array(json, "hypotheses", mapping.Hypotheses, static (j, h) =>
        {
            j.WriteString("title", h.Title);
            j.WriteString("class", ReportValues.Class(h.Class));
            j.WriteNumber("explained", h.Explained);
            j.WriteNumber("tested", h.Tested);
            j.WriteString("advice", h.Advice);
            j.WriteNumber("added", h.Added);
            j.WriteString("within", h.Within);
        });
        Array(json, "accepted", [.. mapping.Accepted.Select((a, i) => (Record: a, Uses: mapping.Outcome?.AcceptedUses.ElementAtOrDefault(i) ?? 0))], (j, a) =>
        {
            j.WriteStartObject("key");
            foreach (var (column, value) in a.Record.Key)
            {
                j.WriteString(column, value);
            }

            j.WriteEndObject();
            j.WriteString("column", a.Record.Column);
            j.WriteString("reason", a.Record.Reason);
            j.WriteString("expires", a.Record.Expires.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            j.WriteNumber("keys", a.Uses);
            j.WriteString("state", ReportValues.State(mapping.Outcome!, a.Record, a.Uses));
        });
        Array(json, "inFlight", mapping.Outcome?.Unsettled ?? [], (j, u) =>
        {
            j.WriteString("key", ReportValues.Key(mapping, u));
            j.WriteString("reason", u.Reason);
        });
        json.WriteNumber("keysShown", mapping.Keys.Length);
        Array(json, "keys", mapping.Keys, (j, k) => Key(j, mapping, k));
        Array(json, "history", mapping.History, static (j, h) =>
        {
            j.WriteString("runId", h.RunId);
            j.WriteString("time", h.Time);
            j.WriteNumber("failing", h.Failing);
            j.WriteNumber("total", h.Total);
        });
        json.WriteEndObject();
    }

    private static void Column(Utf8JsonWriter json, ColumnOutcome column)
    {
        json.WriteString("column", column.Column.Name);
        json.WriteString("legacyColumn", column.Column.LegacyName);
        json.WriteBoolean("key", column.Column.IsKey);
        json.WriteString("rule", ReportValues.Rule(column.Column.Rule));
        json.WriteNumber("compared", column.Compared);
        json.WriteNumber("equal", column.Equal);
        json.WriteNumber("different", column.Different);
        json.WriteStartObject("rulesNeeded");
        foreach (var (rule, count) in column.Rules)
        {
            json.WriteNumber(ReportValues.RuleName(rule), count);
        }

        json.WriteEndObject();
        json.WriteString("largestDifference", column.Largest?.ToPlainString());
        json.WriteString("legacySum", column.LegacySum?.ToPlainString());
        json.WriteString("targetSum", column.TargetSum?.ToPlainString());
        json.WriteString("sumDifference", column.SumDifference?.ToPlainString());
    }

    private static void Key(Utf8JsonWriter json, MappingReport mapping, Explanation.ExplainedKey key)
    {
        json.WriteString("verdict", key.Failing.Verdict.Word());
        json.WriteStartObject("key");
        for (var i = 0; i < key.Failing.Key.Length; i++)
        {
            Value(json, ReportValues.Column(mapping, i).Name, key.Failing.Key, i);
        }

        json.WriteEndObject();
        json.WriteString("class", ReportValues.Class(key.Class));
        json.WriteString("wrong", key.Wrong.ToString().ToLowerInvariant());
        json.WriteString("reason", key.Failing.Reason);
        json.WriteStartArray("causes");
        foreach (var cause in key.Causes)
        {
            json.WriteStringValue(cause);
        }

        json.WriteEndArray();
        Array(json, "values", [.. ReportValues.Columns(mapping, key.Failing)], (j, i) =>
        {
            j.WriteString("column", ReportValues.Column(mapping, i).Name);
            Value(j, "legacy", key.Failing.Legacy, i);
            Value(j, "target", key.Failing.Target, i);
            Value(j, "source", key.OpinionRow, i);
        });
        Array(json, "rows", [.. (key.Opinion?.BaseRows ?? []).Take(ShownRows)], static (j, r) =>
        {
            j.WriteString("row", r.Description);
            j.WriteString("moment", r.Moment.IsNull ? null : Cell.Print(r.Moment));
            j.WriteStartObject("terms");
            foreach (var (column, term) in r.Terms.OrderBy(t => t.Key, StringComparer.Ordinal))
            {
                j.WriteString(column, term.IsNull ? null : Cell.Print(term));
            }

            j.WriteEndObject();
        });
        if (key.Opinion?.BaseRows is { } rows)
        {
            json.WriteNumber("rowsTotal", rows.Length);
        }
        else
        {
            json.WriteNull("rowsTotal");
        }

        Array(json, "trail", key.Trail.Events, (j, t) =>
        {
            j.WriteString("operation", t.Operation.ToString().ToLowerInvariant());
            j.WriteString("sourceRow", t.SourceRow);
            j.WriteNumber("scn", t.Scn);
            j.WriteString("topic", t.Topic);
            j.WriteNumber("partition", t.Partition);
            j.WriteNumber("offset", t.Offset);
            j.WriteString("running", t.Running is null ? null : ReportValues.Running(mapping, key.Failing, t));
        });
        json.WriteNumber("trailLeft", key.Trail.Left);
        json.WriteString("trailNote", key.Trail.Note);
    }

    private static void Value(Utf8JsonWriter json, string name, Model.Values.Datum[]? row, int index) =>
        json.WriteString(name, row is null || row[index].IsNull ? null : Cell.Print(row[index]));

    private static void Counts(Utf8JsonWriter json, VerdictCounts counts)
    {
        json.WriteStartObject("verdicts");
        foreach (var verdict in Verdicts.All)
        {
            json.WriteNumber(verdict.Word(), counts[verdict]);
        }

        json.WriteNumber("total", counts.Total);
        json.WriteEndObject();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
