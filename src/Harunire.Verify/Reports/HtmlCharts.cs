using System.Diagnostics;
using Harunire.Verify.Comparison;
using static System.FormattableString;

namespace Harunire.Verify.Reports;

/// <summary>The report's drawings, as inline SVG with the same facts in words beside them.</summary>
internal static class HtmlCharts
{
    private const double Width = 1000;

    public static void VerdictBar(HtmlText html, VerdictCounts counts)
    {
        if (counts.Total == 0)
        {
            return;
        }

        html.Raw("<svg viewBox=\"0 0 1000 34\" role=\"img\" aria-label=\"").Text(string.Join(", ", Verdicts.All.Where(v => counts[v] > 0).Select(v => $"{v.Word()} {Numerals.Of(counts[v])}"))).Raw("\">\n");
        var x = 0.0;
        foreach (var verdict in Verdicts.All.Where(v => counts[v] > 0))
        {
            // Four units at least: one failing key among a million must be seen.
            var room = Width - (4.0 * Verdicts.All.Count(v => counts[v] > 0));
            var width = 4 + (room * counts[verdict] / counts.Total);
            html.Raw(Invariant($"<rect x=\"{x:0.##}\" y=\"2\" width=\"{width:0.##}\" height=\"30\" fill=\"{Colour(verdict)}\" stroke=\"var(--paper)\"/>"));
            if (width > 30)
            {
                html.Raw(Invariant($"<text class=\"on\" x=\"{x + (width / 2):0.##}\" y=\"22\" text-anchor=\"middle\">")).Text(verdict.Sign()).Raw("</text>\n");
            }

            x += width;
        }

        html.Raw("</svg>\n<ul class=\"legend\">");
        foreach (var verdict in Verdicts.All)
        {
            html.Raw(counts[verdict] == 0 ? "<li class=\"z\">" : "<li>").Element("b", verdict.Sign()).Text($"{verdict.Word()} {Numerals.Of(counts[verdict])}").Raw("</li>");
        }

        html.Raw("</ul>\n").Element("p", $"Failing: {Numerals.Percent(counts.Failing, counts.Total)} keys in scope.", counts.Failing > 0 ? "bad" : "good");
    }

    public static void History(HtmlText html, MappingReport mapping)
    {
        if (mapping.History.IsEmpty)
        {
            return;
        }

        var points = mapping.History.Select(h => (h.Time, h.Failing, h.Total)).Append((Time: "this run", mapping.Verdicts.Failing, mapping.Verdicts.Total)).ToList();
        var most = Math.Max(1, points.Max(p => p.Failing));
        var step = Math.Min(46, Width / points.Count);
        html.Element("h3", "Failing keys over the runs").Raw("<svg viewBox=\"0 0 1000 120\" role=\"img\" aria-label=\"history\">\n<line x1=\"0\" y1=\"100\" x2=\"1000\" y2=\"100\" stroke=\"var(--line)\"/>\n");
        for (var i = 0; i < points.Count; i++)
        {
            var height = Math.Max(1, 75.0 * points[i].Failing / most);
            html.Raw(Invariant($"<rect x=\"{i * step:0.##}\" y=\"{100 - height:0.##}\" width=\"{step * 0.7:0.##}\" height=\"{height:0.##}\" fill=\"{(points[i].Failing > 0 ? "var(--bad)" : "var(--good)")}\"><title>"))
                .Text($"{points[i].Time}: {Numerals.Share(points[i].Failing, points[i].Total)} keys failing").Raw("</title></rect>")
                .Raw(Invariant($"<text x=\"{(i * step) + (step * 0.35):0.##}\" y=\"{94 - height:0.##}\" text-anchor=\"middle\">{points[i].Failing}</text>\n"));
        }

        html.Raw("<text x=\"0\" y=\"116\">").Text($"{points[0].Time} to this run").Raw("</text></svg>\n");
    }

    private static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.Match => "var(--good)",
        Verdict.WithinTolerance or Verdict.Accepted => "var(--bar)",
        Verdict.InFlight => "var(--soft)",
        Verdict.Unverifiable => "var(--warn)",
        Verdict.Different or Verdict.Missing or Verdict.Extra => "var(--bad)",
        _ => throw new UnreachableException(),
    };
}
