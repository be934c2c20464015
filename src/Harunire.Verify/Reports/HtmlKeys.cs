using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;
using static System.FormattableString;

namespace Harunire.Verify.Reports;

/// <summary>The failing keys of a mapping with their trail: values, source rows, change events, written cell.</summary>
internal static class HtmlKeys
{
    private const int ShownRows = 20;
    private const int OpenKeys = 2;

    public static void Write(HtmlText html, MappingReport mapping)
    {
        if (mapping.Keys.IsEmpty)
        {
            return;
        }

        html.Element("h3", $"Keys: {Numerals.Share(mapping.Keys.Length, mapping.Verdicts.Failing)} failing keys shown");
        for (var i = 0; i < mapping.Keys.Length; i++)
        {
            Key(html, mapping, mapping.Keys[i], open: i < OpenKeys);
        }
    }

    private static void Key(HtmlText html, MappingReport mapping, ExplainedKey key, bool open)
    {
        html.Raw(open ? "<details class=\"key\" open><summary>" : "<details class=\"key\"><summary>").Element("b", $"{key.Failing.Verdict.Sign()} {key.Failing.Verdict.Word()}", "bad")
            .Text($"  {ReportValues.Key(mapping, key.Failing)}  ").Element("span", $"{ReportValues.Class(key.Class)}, {ReportValues.Wrong(key.Wrong)}", "soft").Raw("</summary><div>");
        if (key.Failing.Reason is not null)
        {
            html.Element("p", key.Failing.Reason);
        }

        Values(html, mapping, key);
        if (!key.Causes.IsEmpty)
        {
            html.Raw("<p>").Element("b", "Cause: ").Text(key.Causes[0]).Element("span", key.Causes.Length > 1 ? $" (also fits: {string.Join("; ", key.Causes.Skip(1))})" : "", "soft").Raw("</p>");
        }

        Rows(html, key);
        Trail(html, mapping, key);
        html.Raw("</div></details>\n");
    }

    private static void Values(HtmlText html, MappingReport mapping, ExplainedKey key)
    {
        html.Open("div", "scroll").Open("table").Row("th", ["column", "legacy", "target", "difference", "source gives"], numbersFrom: 1);
        foreach (var i in ReportValues.Columns(mapping, key.Failing))
        {
            html.Raw("<tr>").Element("td", ReportValues.Column(mapping, i).Name)
                .Element("td", Side(key.Failing.Legacy, i), "v").Element("td", Side(key.Failing.Target, i), "v")
                .Element("td", ReportValues.GroupedDifference(key.Failing, i), "v").Element("td", key.Opinion is null ? "not asked" : Side(key.OpinionRow, i), "v").Raw("</tr>\n");
        }

        html.Close("table").Close("div");
    }

    private static void Rows(HtmlText html, ExplainedKey key)
    {
        if (key.Opinion?.BaseRows is not { IsEmpty: false } rows)
        {
            return;
        }

        var terms = rows.SelectMany(r => r.Terms.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        html.Element("h4", $"Source rows behind it, as of the cut: {Numerals.Share(Math.Min(ShownRows, rows.Length), rows.Length)} shown")
            .Open("div", "scroll").Open("table").Row("th", ["row", "moment", .. terms], numbersFrom: 2);
        foreach (var row in rows.Take(ShownRows))
        {
            html.Row("td", [row.Description, row.Moment.IsNull ? "" : row.Moment.ToString(), .. terms.Select(t => row.Terms.TryGetValue(t, out var term) ? ReportValues.Number(term) : "")], numbersFrom: 2);
        }

        html.Close("table").Close("div");
    }

    private static void Trail(HtmlText html, MappingReport mapping, ExplainedKey key)
    {
        var trail = key.Trail;
        if (trail.Events.IsEmpty && trail.Note is null)
        {
            return;
        }

        html.Element("h4", $"Change events that made it: {Numerals.Share(trail.Events.Length, trail.Events.Length + trail.Left)} shown{(trail.Left > 0 ? ", the last ones" : "")}");
        if (trail.Note is not null)
        {
            html.Element("p", trail.Note, "soft");
        }

        if (trail.Events.IsEmpty)
        {
            return;
        }

        html.Open("div", "scroll").Open("table").Row("th", ["SCN", "event", "row", "topic, partition @ offset", "value after it"], numbersFrom: 4);
        foreach (var step in trail.Events)
        {
            html.Raw("<tr>").Element("td", Numerals.Of(step.Scn)).Element("td", step.Operation.ToString().ToLowerInvariant()).Element("td", step.SourceRow)
                .Element("td", Invariant($"{step.Topic}, {step.Partition} @ {step.Offset}"), "m").Element("td", ReportValues.Running(mapping, key.Failing, step), "v").Raw("</tr>\n");
        }

        var written = key.Failing.Target is null ? "no row" : string.Join(", ", ReportValues.Columns(mapping, key.Failing).Select(i => $"{ReportValues.Column(mapping, i).Name} {Side(key.Failing.Target, i)}"));
        html.Raw("<tr>").Element("td", mapping.Cut is { } cut ? Numerals.Of(cut.Scn) : "").Element("td", "written").Element("td", mapping.Target).Element("td", "", "m").Element("td", written, "v").Raw("</tr>\n");
        html.Close("table").Close("div");
    }

    private static string Side(Model.Values.Datum[]? row, int index) => row is null ? "no row" : ReportValues.Number(row[index]);
}
