using System.Text;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;
using static System.FormattableString;

namespace Harunire.Verify.Reports;

/// <summary>The report for people: one file without scripts or network, in the order of an AWR report, readable without colour.</summary>
public sealed class HtmlReportWriter : IReportWriter
{
    public string FileExtension => ".html";

    public void Write(VerificationReport report, TextWriter output)
    {
        var html = new HtmlText(output);
        html.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.Element("title", $"Verification of {report.Job}");
        html.Raw("<style>\n").Raw(Style()).Raw("</style></head>\n<body>\n");
        html.Element("h1", $"Verification of {report.Job}");
        html.Element("p", $"source {report.Source} · run {report.RunId}", "soft");
        html.Element("p", $"{(report.Passes ? "=" : "≠")} {report.Conclusion}", report.Passes ? "banner good" : "banner bad");
        Summary(html, report);
        for (var i = 0; i < report.Mappings.Length; i++)
        {
            Mapping(html, report.Mappings[i], i);
        }

        html.Raw("</body></html>\n");
    }

    private static string Style()
    {
        using var stream = typeof(HtmlReportWriter).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static void Summary(HtmlText html, VerificationReport report)
    {
        html.Open("div", "scroll").Open("table").Row("th", ["", "mapping", "result", "keys", .. Verdicts.All.Select(v => v.Sign())], numbersFrom: 3);
        for (var i = 0; i < report.Mappings.Length; i++)
        {
            var mapping = report.Mappings[i];
            html.Raw("<tr><td>").Text(ReportValues.Sign(mapping)).Raw(Invariant($"</td><td><a href=\"#m{i}\">")).Text(mapping.Mapping).Raw("</a></td>");
            html.Element("td", ReportValues.Status(mapping), mapping.Passes ? "good" : "bad");
            html.Element("td", Numerals.Of(mapping.Verdicts.Total), "n");
            foreach (var verdict in Verdicts.All)
            {
                html.Element("td", Numerals.Of(mapping.Verdicts[verdict]), "n");
            }

            html.Raw("</tr>\n");
        }

        html.Close("table").Close("div");
        html.Element("p", string.Join("   ", Verdicts.All.Select(v => $"{v.Sign()} {v.Word()}")), "soft");
    }

    private static void Mapping(HtmlText html, MappingReport mapping, int index)
    {
        html.Raw(Invariant($"<section><h2 id=\"m{index}\">")).Text($"{ReportValues.Sign(mapping)} {mapping.Mapping}").Raw("</h2>\n");
        html.Open("dl");
        Pair(html, "legacy", mapping.Legacy);
        Pair(html, "target", mapping.Target);
        Pair(html, "cut", mapping.Cut is { } cut ? $"SCN {cut.Scn}, {cut.Time}" : "none");
        Pair(html, "mapping's hash", mapping.PlanHash);
        if (mapping.Outcome is not { } outcome)
        {
            html.Close("dl").Element("p", $"? Could not be compared: {mapping.Refusal}", "banner bad").Raw("</section>\n");
            return;
        }

        Pair(html, "coverage", $"{Numerals.Share(outcome.Verdicts.Compared, outcome.Verdicts.Total)} keys, {mapping.ColumnsCompared} of {outcome.Columns.Length} columns");
        foreach (var (name, value) in mapping.Profile)
        {
            Pair(html, name, value);
        }

        html.Close("dl");
        HtmlCharts.VerdictBar(html, outcome.Verdicts);
        Columns(html, outcome);
        Acceptances(html, mapping, outcome);
        Segments(html, outcome);
        Hypotheses(html, mapping);
        Keys(html, mapping);
        HtmlCharts.History(html, mapping);
        html.Raw("</section>\n");
    }

    private static void Columns(HtmlText html, ComparisonOutcome outcome)
    {
        html.Element("h3", "Columns").Open("div", "scroll").Open("table");
        html.Row("th", ["column", "rule", "needed", "compared", "equal", "different", "largest difference", "sum legacy", "sum target", "difference"], numbersFrom: 3);
        foreach (var column in outcome.Columns)
        {
            html.Row("td",
            [
                column.Column.Name + (column.Column.IsKey ? " (key)" : ""), ReportValues.Rule(column.Column.Rule), ReportValues.RulesNeeded(column),
                Numerals.Of(column.Compared), Numerals.Of(column.Equal), Numerals.Of(column.Different), ReportValues.Number(column.Largest),
                ReportValues.Number(column.LegacySum), ReportValues.Number(column.TargetSum), ReportValues.Number(column.SumDifference),
            ], numbersFrom: 3);
        }

        html.Close("table").Close("div");
    }

    private static void Acceptances(HtmlText html, MappingReport mapping, ComparisonOutcome outcome)
    {
        for (var i = 0; i < mapping.Accepted.Length; i++)
        {
            var record = mapping.Accepted[i];
            var uses = i < outcome.AcceptedUses.Length ? outcome.AcceptedUses[i] : 0;
            var expired = outcome.Expired.Contains(record) ? "expired, no longer holds; " : "";
            html.Element("p", $"✓ accepted until {record.Expires:yyyy-MM-dd} ({expired}{Numerals.Of(uses, "key")}): {record.Column ?? "any column"} where {string.Join(", ", record.Key.Select(k => $"{k.Key}={k.Value}"))}: {record.Reason}", expired.Length > 0 ? "bad" : "soft");
        }
    }

    private static void Segments(HtmlText html, ComparisonOutcome outcome)
    {
        if (outcome.Segments.IsEmpty && outcome.UncountedSegments.IsEmpty)
        {
            return;
        }

        html.Element("h3", "Where differences concentrate").Open("div", "scroll").Open("table").Row("th", ["column", "value", "failing", "against the average"], numbersFrom: 2);
        foreach (var segment in outcome.Segments)
        {
            html.Row("td", [segment.Column, segment.Value, Numerals.Percent(segment.Failing, segment.Keys), Numerals.Times(segment.OverRepresentation)], numbersFrom: 2);
        }

        html.Close("table").Close("div");
        foreach (var column in outcome.UncountedSegments)
        {
            html.Element("p", $"{column} has too many values to count.", "soft");
        }
    }

    private static void Hypotheses(HtmlText html, MappingReport mapping)
    {
        if (mapping.Hypotheses.IsEmpty || mapping.Keys.IsEmpty)
        {
            return;
        }

        html.Element("h3", "Why");
        foreach (var hypothesis in mapping.Hypotheses.Where(h => h.Explained > 0))
        {
            html.Open("div", "why").Element("b", hypothesis.Title).Text($"explains {Numerals.Percent(hypothesis.Explained, hypothesis.Tested)} failing keys. {hypothesis.Advice}").Close("div");
        }

        var failed = mapping.Hypotheses.Where(h => h.Explained == 0).ToList();
        html.Raw("<details><summary>").Text($"{Numerals.Of(failed.Count)} other causes were tested and explain no key").Raw("</summary><div>")
            .Text(string.Join("; ", failed.Select(h => h.Title))).Raw("</div></details>\n");
    }

    private static void Keys(HtmlText html, MappingReport mapping)
    {
        if (mapping.Keys.IsEmpty)
        {
            return;
        }

        html.Element("h3", $"Keys: {Numerals.Share(mapping.Keys.Length, mapping.Verdicts.Failing)} failing keys shown");
        for (var i = 0; i < mapping.Keys.Length; i++)
        {
            Key(html, mapping, mapping.Keys[i], open: i < 3);
        }
    }

    private static void Key(HtmlText html, MappingReport mapping, ExplainedKey key, bool open)
    {
        html.Raw(open ? "<details open><summary>" : "<details><summary>").Element("b", $"{key.Failing.Verdict.Sign()} {key.Failing.Verdict.Word()}", "bad")
            .Text($" {ReportValues.Key(mapping, key.Failing)} ").Element("span", $"{ReportValues.Class(key.Class)}, {ReportValues.Wrong(key.Wrong)}", "soft").Raw("</summary><div>");
        if (key.Failing.Reason is not null)
        {
            html.Element("p", key.Failing.Reason);
        }

        html.Open("div", "scroll").Open("table").Row("th", ["column", "legacy", "target", "difference", "source gives"], numbersFrom: 1);
        foreach (var i in ReportValues.Columns(mapping, key.Failing))
        {
            html.Raw("<tr>").Element("td", ReportValues.Column(mapping, i).Name)
                .Element("td", Side(key.Failing.Legacy, i), "v").Element("td", Side(key.Failing.Target, i), "v")
                .Element("td", ReportValues.Difference(key.Failing, i), "v").Element("td", key.Opinion is null ? "not asked" : Side(key.OpinionRow, i), "v").Raw("</tr>\n");
        }

        html.Close("table").Close("div");
        foreach (var cause in key.Causes)
        {
            html.Element("p", "Cause: " + cause);
        }

        BaseRows(html, key);
        foreach (var step in key.Trail)
        {
            html.Raw("<p>").Element("code", ReportValues.Trail(step)).Raw("</p>");
        }

        html.Raw("</div></details>\n");
    }

    private static void BaseRows(HtmlText html, ExplainedKey key)
    {
        const int shown = 20;
        if (key.Opinion?.BaseRows is not { IsEmpty: false } rows)
        {
            return;
        }

        html.Element("p", $"{Numerals.Share(Math.Min(shown, rows.Length), rows.Length)} source rows behind it:", "soft");
        foreach (var row in rows.Take(shown))
        {
            var terms = string.Join(", ", row.Terms.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key} {Cell.Print(t.Value)}"));
            html.Raw("<p>").Element("code", $"{row.Description}{(row.Moment.IsNull ? "" : $" {row.Moment}")}: {terms}").Raw("</p>");
        }
    }

    private static string Side(Model.Values.Datum[]? row, int index) => row is null ? "no row" : ReportValues.Value(row, index);

    private static void Pair(HtmlText html, string name, string value) => html.Element("dt", name).Element("dd", value);
}
