using System.Text;
using System.Text.Json;
using Harunire.Verify.Reports;

namespace Harunire.Verify.Certificates;

/// <summary>Writes a certificate for programs and for people.</summary>
public static class CertificateWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    public static string Json(Certificate certificate)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            ReportHead.Write(json, "certificate", certificate.RunId, certificate.Job, certificate.Source, certificate.Time);
            json.WriteNumber("windows", certificate.WindowCount);
            json.WriteStartArray("mappings");
            foreach (var mapping in certificate.Mappings)
            {
                Mapping(json, mapping);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>One page without network, to print and to sign.</summary>
    public static void Html(Certificate certificate, TextWriter output)
    {
        var html = new HtmlText(output);
        HtmlPage.Begin(html, $"Cut-over certificate of {certificate.Job}");
        html.Raw("<header class=\"head\">").Element("p", "Harunire cut-over certificate", "kicker").Element("h1", certificate.Job)
            .Element("p", $"{Sentence(certificate)}", "banner good").Raw("</header>\n");
        html.Open("dl").Raw("");
        Pair(html, "issued", $"{certificate.Time}, run {certificate.RunId}");
        Pair(html, "source", certificate.Source);
        Pair(html, "mappings", Numerals.Of(certificate.Mappings.Length));
        html.Close("dl");
        foreach (var mapping in certificate.Mappings)
        {
            html.Open("section").Element("h2", $"= {mapping.Mapping}").Open("dl");
            Pair(html, "legacy table", mapping.Legacy);
            Pair(html, "result table", mapping.Target);
            if (mapping.Replaces is not null)
            {
                Pair(html, "replaces", mapping.Replaces);
            }

            Pair(html, "mapping's hash", mapping.MappingHash);
            Pair(html, "plan's hash", mapping.PlanHash);
            html.Close("dl").Open("div", "scroll").Open("table").Row("th", ["verified", "cut", "SCN", "keys", "accepted", "columns", "rules needed"], numbersFrom: 2);
            foreach (var window in mapping.Windows)
            {
                html.Raw("<tr>").Element("td", window.Time).Element("td", window.Cut!.Time).Element("td", Numerals.Of(window.Cut.Scn), "n").Element("td", Numerals.Of(window.Keys), "n")
                    .Element("td", Numerals.Of(window.Accepted), "n").Element("td", $"{window.ColumnsCompared} of {window.Columns}", "n").Element("td", Rules(window), "n").Raw("</tr>\n");
            }

            html.Close("table").Close("div").Close("section");
        }

        html.Raw("<section class=\"sign\"><h2>Signed</h2><p>Name, date</p><p class=\"line\"></p></section>\n");
        HtmlPage.End(html);
    }

    /// <summary>What it says, in one sentence.</summary>
    public static string Sentence(Certificate certificate) =>
        $"Over {Numerals.Of(certificate.WindowCount, "window")} in a row, each at a cut of its own, all keys of {Numerals.Of(certificate.Mappings.Length, "mapping")} agreed with their legacy tables.";

    private static void Mapping(Utf8JsonWriter json, CertifiedMapping mapping)
    {
        json.WriteStartObject();
        json.WriteString("mapping", mapping.Mapping);
        json.WriteString("replaces", mapping.Replaces);
        json.WriteString("legacy", mapping.Legacy);
        json.WriteString("target", mapping.Target);
        json.WriteString("mappingHash", mapping.MappingHash);
        json.WriteString("planHash", mapping.PlanHash);
        json.WriteStartArray("windows");
        foreach (var window in mapping.Windows)
        {
            json.WriteStartObject();
            json.WriteString("runId", window.RunId);
            json.WriteString("time", window.Time);
            json.WriteNumber("scn", window.Cut!.Scn);
            json.WriteString("cutTime", window.Cut.Time);
            json.WriteNumber("keys", window.Keys);
            json.WriteNumber("accepted", window.Accepted);
            json.WriteNumber("columnsCompared", window.ColumnsCompared);
            json.WriteNumber("columns", window.Columns);
            json.WriteStartObject("rulesNeeded");
            foreach (var (rule, count) in window.Rules)
            {
                json.WriteNumber(rule, count);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Rules(VerifiedWindow window) =>
        window.Rules.IsEmpty ? "none" : string.Join("; ", window.Rules.Select(r => $"{r.Key} {Numerals.Of(r.Value)}"));

    private static void Pair(HtmlText html, string name, string value) => html.Element("dt", name).Element("dd", value);
}
