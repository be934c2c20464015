using Harunire.Verify.Comparison;
using static System.FormattableString;

namespace Harunire.Verify.Reports;

/// <summary>The report for people: one file without scripts or network, in the order of an AWR report, readable without colour.</summary>
public sealed class HtmlReportWriter : IReportWriter
{
    public string FileExtension => ".html";

    public void Write(VerificationReport report, TextWriter output)
    {
        var html = new HtmlText(output);
        HtmlPage.Begin(html, $"Verification of {report.Job}");
        Head(html, report);
        Summary(html, report);

        // What needs a look comes first; the summary keeps the migration's order.
        foreach (var (mapping, index) in report.Mappings.Select((m, i) => (m, i)).OrderBy(m => m.m.Passes))
        {
            Mapping(html, mapping, index);
        }

        html.Raw("<footer>").Text("A key has one verdict; the verdicts add up to the keys in scope. Failing are ≠, −, + and ?. Differences are target minus legacy.").Raw("</footer>\n");
        HtmlPage.End(html);
    }

    private static void Head(HtmlText html, VerificationReport report)
    {
        var style = report.Passes ? "good" : report.ExitCode == 1 ? "bad" : "warn";
        html.Raw("<header>").Element("p", "Verification report", "kicker").Element("h1", report.Job)
            .Element("p", $"source {report.Source} · {(report.Time.Length == 0 ? "" : report.Time + " · ")}run {report.RunId}", "soft");
        html.Open("div", "banner " + style).Text($"{(report.Passes ? "=" : report.ExitCode == 1 ? "≠" : "?")} {report.Finding}").Element("span", $"Next: {report.Next}").Close("div");
        HtmlCharts.VerdictBar(html, report.Verdicts);
        html.Raw("</header>\n");
    }

    private static void Summary(HtmlText html, VerificationReport report)
    {
        html.Element("h3", "Mappings").Open("div", "scroll").Open("table", "summary").Row("th", ["", "mapping", "result", "SCN", "keys", .. Verdicts.All.Select(v => v.Sign())], numbersFrom: 3);
        for (var i = 0; i < report.Mappings.Length; i++)
        {
            var mapping = report.Mappings[i];
            html.Raw(mapping.Passes ? "<tr>" : mapping.Verdicts.Failing > 0 ? "<tr class=\"fails\">" : "<tr class=\"open\">").Element("td", ReportValues.Sign(mapping)).Raw(Invariant($"<td><a href=\"#m{i}\">")).Text(mapping.Mapping).Raw("</a></td>");
            html.Element("td", ReportValues.Status(mapping), Style(mapping)).Element("td", mapping.Cut is { } cut ? Numerals.Of(cut.Scn) : "", "n").Element("td", Numerals.Of(mapping.Verdicts.Total), "n");
            foreach (var verdict in Verdicts.All)
            {
                html.Element("td", Numerals.Of(mapping.Verdicts[verdict]), mapping.Verdicts[verdict] == 0 ? "n z" : "n");
            }

            html.Raw("</tr>\n");
        }

        html.Close("table").Close("div").Element("p", string.Join("   ", Verdicts.All.Select(v => $"{v.Sign()} {v.Word()}")), "soft");
    }

    private static void Mapping(HtmlText html, MappingReport mapping, int index)
    {
        html.Raw(Invariant($"<details class=\"mapping\" id=\"m{index}\"{(mapping.Passes ? "" : " open")}><summary>")).Element("h2", mapping.Mapping)
            .Element("span", $"{ReportValues.Sign(mapping)} {ReportValues.Status(mapping)}", "chip " + Style(mapping))
            .Element("span", mapping.Outcome is null ? "not compared" : $"{Numerals.Of(mapping.Verdicts.Total, "key")} · {mapping.Legacy} against {mapping.Target}", "soft")
            .Raw("</summary><div class=\"inside\">\n");
        if (mapping.Outcome is not { } outcome)
        {
            html.Open("div", "banner warn").Text("? Could not be compared. This is not equal.").Element("span", mapping.Refusal?.ToString() ?? "no reason given").Close("div");
        }

        Profile(html, mapping);
        if (mapping.Outcome is not null)
        {
            outcome = mapping.Outcome;
            html.Element("h3", "Verdicts");
            HtmlCharts.VerdictBar(html, outcome.Verdicts);
            MoneyLine(html, outcome);
            Columns(html, outcome);
            Acceptances(html, mapping, outcome);
            Segments(html, outcome);
            Hypotheses(html, mapping);
            InFlight(html, mapping, outcome);
            HtmlKeys.Write(html, mapping);
            HtmlCharts.History(html, mapping);
        }

        html.Raw("</div></details>\n");
    }

    private static void Profile(HtmlText html, MappingReport mapping)
    {
        html.Element("h3", "Profile").Open("dl");
        Pair(html, "legacy", mapping.Legacy);
        Pair(html, "target", mapping.Target);
        if (mapping.Replaces is not null)
        {
            Pair(html, "replaces", mapping.Replaces);
        }

        if (mapping.Cut is { } cut)
        {
            Pair(html, "cut", $"SCN {Numerals.Of(cut.Scn)}, read at {cut.Time}");
        }

        if (mapping.Outcome is { } outcome)
        {
            Pair(html, "coverage", $"{Numerals.Share(outcome.Verdicts.Compared, outcome.Verdicts.Total)} keys, {mapping.ColumnsCompared} of {outcome.Columns.Length} columns");
        }

        foreach (var (name, value) in mapping.Profile)
        {
            Pair(html, name, value);
        }

        html.Element("dt", "plan's hash").Element("dd", mapping.PlanHash, "hash");
        if (mapping.MappingHash.Length > 0)
        {
            html.Element("dt", "mapping's hash").Element("dd", mapping.MappingHash, "hash");
        }

        html.Close("dl");
    }

    private static void MoneyLine(HtmlText html, ComparisonOutcome outcome)
    {
        var sums = outcome.Columns.Where(c => c.SumDifference is not null).ToList();
        if (sums.Count == 0)
        {
            return;
        }

        html.Element("h3", "Money line").Open("div", "scroll").Open("table").Row("th", ["column", "sum legacy", "sum target", "difference"], numbersFrom: 1);
        foreach (var column in sums)
        {
            html.Raw("<tr>").Element("td", column.Column.Name).Element("td", ReportValues.Grouped(column.LegacySum), "n").Element("td", ReportValues.Grouped(column.TargetSum), "n")
                .Element("td", ReportValues.Grouped(column.SumDifference), column.SumDifference!.Value.IsZero ? "n z" : "n bad").Raw("</tr>\n");
        }

        html.Close("table").Close("div");
    }

    private static void Columns(HtmlText html, ComparisonOutcome outcome)
    {
        html.Element("h3", "Columns").Open("div", "scroll").Open("table");
        html.Row("th", ["column", "legacy column", "rule", "rule needed", "compared", "equal", "different", "largest difference"], numbersFrom: 4);
        foreach (var column in outcome.Columns)
        {
            html.Raw("<tr>").Element("td", column.Column.Name + (column.Column.IsKey ? " (key)" : "")).Element("td", column.Column.LegacyName, "soft").Element("td", ReportValues.Rule(column.Column.Rule))
                .Element("td", ReportValues.RulesNeeded(column)).Element("td", Numerals.Of(column.Compared), "n").Element("td", Numerals.Of(column.Equal), "n")
                .Element("td", Numerals.Of(column.Different), column.Different == 0 ? "n z" : "n bad").Element("td", ReportValues.Grouped(column.Largest), "n").Raw("</tr>\n");
        }

        html.Close("table").Close("div");
    }

    private static void Acceptances(HtmlText html, MappingReport mapping, ComparisonOutcome outcome)
    {
        if (mapping.Accepted.IsEmpty)
        {
            return;
        }

        html.Element("h3", "Accepted differences").Open("div", "scroll").Open("table").Row("th", ["", "key", "column", "reason", "expires", "state", "keys"], numbersFrom: 6);
        for (var i = 0; i < mapping.Accepted.Length; i++)
        {
            var record = mapping.Accepted[i];
            var uses = i < outcome.AcceptedUses.Length ? outcome.AcceptedUses[i] : 0;
            html.Raw("<tr>").Element("td", Verdict.Accepted.Sign()).Element("td", string.Join(", ", record.Key.Select(k => $"{k.Key}={k.Value}"))).Element("td", record.Column ?? "any").Element("td", record.Reason)
                .Element("td", Invariant($"{record.Expires:yyyy-MM-dd}")).Element("td", ReportValues.State(outcome, record, uses), uses > 0 ? null : "warn").Element("td", Numerals.Of(uses), "n").Raw("</tr>\n");
        }

        html.Close("table").Close("div");
    }

    private static void Segments(HtmlText html, ComparisonOutcome outcome)
    {
        if (outcome.Segments.IsEmpty && outcome.UncountedSegments.IsEmpty)
        {
            return;
        }

        html.Element("h3", "Where differences concentrate").Open("div", "scroll").Open("table").Row("th", ["key column", "value", "share of its keys that fail", "failing", "against the average"], numbersFrom: 3);
        foreach (var segment in outcome.Segments)
        {
            html.Raw("<tr>").Element("td", segment.Column).Element("td", segment.Value)
                .Raw(Invariant($"<td><span class=\"meter\" style=\"width:{12.0 * segment.Failing / segment.Keys:0.##}em\"></span></td>"))
                .Element("td", Numerals.Percent(segment.Failing, segment.Keys), "n").Element("td", Numerals.Times(segment.OverRepresentation), "n").Raw("</tr>\n");
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
        foreach (var cause in mapping.Hypotheses.Where(h => h.Added > 0))
        {
            html.Open("div", "why").Element("b", cause.Title).Element("p", $"explains {Numerals.Percent(cause.Explained, cause.Tested)} failing keys{(cause.Added < cause.Explained ? $", {Numerals.Of(cause.Added)} of them alone" : "")}")
                .Element("p", cause.Advice, "soft").Close("div");
        }

        var explained = mapping.Hypotheses.Sum(h => h.Added);
        if (explained < mapping.Keys.Length)
        {
            html.Element("p", $"{Numerals.Share(mapping.Keys.Length - explained, mapping.Keys.Length)} failing keys have no cause that Harunire knows: look at their rows below.");
        }

        Others(html, "also fit, within a stronger cause", [.. mapping.Hypotheses.Where(h => h.Within is not null).Select(h => $"{h.Title} ({Numerals.Share(h.Explained, h.Tested)}; within: {h.Within})")]);
        Others(html, "were tested and explain no key", [.. mapping.Hypotheses.Where(h => h.Explained == 0).Select(h => h.Title)]);
    }

    private static void Others(HtmlText html, string what, List<string> causes)
    {
        if (causes.Count > 0)
        {
            html.Raw("<details class=\"more\"><summary class=\"soft\">").Text($"{Numerals.Of(causes.Count, "other cause")} {what}").Raw("</summary><div>").Text(string.Join("; ", causes)).Raw("</div></details>\n");
        }
    }

    private static void InFlight(HtmlText html, MappingReport mapping, ComparisonOutcome outcome)
    {
        if (outcome.Unsettled.IsEmpty)
        {
            return;
        }

        const int shown = 50;
        html.Element("h3", $"In flight: {Numerals.Share(Math.Min(shown, outcome.Unsettled.Length), outcome.Verdicts[Verdict.InFlight])} keys shown").Open("div", "scroll").Open("table").Row("th", ["", "key", "why it is not judged"], numbersFrom: 3);
        foreach (var key in outcome.Unsettled.Take(shown))
        {
            html.Row("td", [Verdict.InFlight.Sign(), ReportValues.Key(mapping, key), key.Reason ?? ""], numbersFrom: 3);
        }

        html.Close("table").Close("div");
    }

    private static string Style(MappingReport mapping) => mapping.Passes ? "good" : mapping.Verdicts.Failing > 0 ? "bad" : "warn";

    private static void Pair(HtmlText html, string name, string value) => html.Element("dt", name).Element("dd", value);
}
