using Harunire.Verify.Comparison;

namespace Harunire.Verify.Reports;

/// <summary>The report for a terminal.</summary>
/// <param name="style">Marks words; plain by default.</param>
/// <param name="shownKeys">How many failing keys are printed for each mapping; the rest is counted.</param>
public sealed class TextReportWriter(ITextStyle? style = null, int shownKeys = 10) : IReportWriter
{
    private readonly ITextStyle _style = style ?? PlainStyle.Instance;

    public string FileExtension => ".txt";

    public void Write(VerificationReport report, TextWriter output)
    {
        output.WriteLine(_style.Heading($"Verification of {Line(report.Job)}") + _style.Dim($"  source {Line(report.Source)}, run {report.RunId}"));
        output.WriteLine();
        var rows = report.Mappings.Select(m => new[]
        {
            ReportValues.Sign(m), Line(m.Mapping), ReportValues.Status(m), Numerals.Of(m.Verdicts.Total), Numerals.Of(m.Verdicts.Failing),
            m.Cut is null ? "" : $"{m.Cut.Scn}",
        }).Prepend(["", "mapping", "result", "keys", "failing", "SCN"]).ToList();
        Table(output, rows, leftColumns: 3);
        foreach (var mapping in report.Mappings.Where(m => !m.Passes || m.Verdicts[Verdict.WithinTolerance] + m.Verdicts[Verdict.Accepted] + m.Verdicts[Verdict.InFlight] > 0))
        {
            output.WriteLine();
            WriteMapping(mapping, output);
        }

        output.WriteLine();
        output.WriteLine(report.Passes ? _style.Good(Line(report.Conclusion)) : _style.Bad(Line(report.Conclusion)));
    }

    private void WriteMapping(MappingReport mapping, TextWriter output)
    {
        output.WriteLine(_style.Heading(Line(mapping.Mapping)) + _style.Dim($"  {Line(mapping.Legacy)} against {Line(mapping.Target)}{(mapping.Cut is { } cut ? $" as of SCN {cut.Scn} ({cut.Time})" : "")}"));
        if (mapping.Outcome is not { } outcome)
        {
            output.WriteLine("  " + _style.Bad($"? could not be compared: {Line(mapping.Refusal?.ToString() ?? "no reason given")}"));
            return;
        }

        output.WriteLine($"  {string.Join("  ", Verdicts.All.Where(v => outcome.Verdicts[v] > 0).Select(v => $"{v.Sign()} {Numerals.Of(outcome.Verdicts[v])} {v.Word()}"))}");
        output.WriteLine($"  compared {Numerals.Share(outcome.Verdicts.Compared, outcome.Verdicts.Total)} keys, {mapping.ColumnsCompared} of {outcome.Columns.Length} columns");
        foreach (var column in outcome.Columns.Where(c => c.SumDifference is not null))
        {
            output.WriteLine($"  sum of {Line(column.Column.Name)}: legacy {ReportValues.Grouped(column.LegacySum)}, target {ReportValues.Grouped(column.TargetSum)}, difference {ReportValues.Grouped(column.SumDifference)}");
        }

        foreach (var column in outcome.Columns.Where(c => c.Rules.Count > 0 || c.Column.Rule.Excluded is not null))
        {
            output.WriteLine($"  rule at {Line(column.Column.Name)}: {Line(ReportValues.Rule(column.Column.Rule))}{(column.Rules.Count > 0 ? "; needed: " + ReportValues.RulesNeeded(column) : "")}");
        }

        foreach (var expired in outcome.Expired)
        {
            output.WriteLine($"  acceptance expired on {expired.Expires:yyyy-MM-dd}: {Line(expired.Reason)}");
        }

        foreach (var segment in outcome.Segments.Take(3))
        {
            output.WriteLine($"  concentrates at {Line(segment.Column)}={Line(segment.Value)}: {Numerals.Share(segment.Failing, segment.Keys)} keys fail, {Numerals.Times(segment.OverRepresentation)} the average");
        }

        foreach (var (record, uses) in mapping.Accepted.Select((a, i) => (a, outcome.AcceptedUses.ElementAtOrDefault(i))).Where(a => a.Item2 == 0 && !outcome.Expired.Contains(a.a)))
        {
            output.WriteLine($"  acceptance no longer occurs: {Line(string.Join(", ", record.Key.Select(k => $"{k.Key}={k.Value}")))}: {Line(record.Reason)}");
        }

        if (outcome.Settlement is { } settlement)
        {
            output.WriteLine($"  looked at again: {Line(settlement.Note)}: {Numerals.Of(settlement.Cleared)} cleared, {Numerals.Of(settlement.AsOf)} right as of their moments, {Numerals.Of(settlement.Confirmed)} confirmed, {Numerals.Of(settlement.InFlight)} in flight");
        }

        foreach (var key in outcome.Unsettled.Take(shownKeys))
        {
            output.WriteLine($"  {Verdict.InFlight.Sign()} {Line(ReportValues.Key(mapping, key))}  {_style.Dim(Line(key.Reason ?? ""))}");
        }

        foreach (var hypothesis in mapping.Hypotheses.Where(h => h.Added > 0).Take(3))
        {
            output.WriteLine(_style.Heading($"  why: {hypothesis.Title}") + $" (explains {Numerals.Share(hypothesis.Explained, hypothesis.Tested)} failing keys)");
            output.WriteLine("       " + hypothesis.Advice);
        }

        WriteKeys(mapping, output);
    }

    private void WriteKeys(MappingReport mapping, TextWriter output)
    {
        foreach (var key in mapping.Keys.Take(shownKeys))
        {
            output.WriteLine($"  {key.Failing.Verdict.Sign()} {Line(ReportValues.Key(mapping, key.Failing))}  {_style.Dim($"{ReportValues.Class(key.Class)}, {ReportValues.Wrong(key.Wrong)}")}");
            if (key.Failing.Reason is not null)
            {
                output.WriteLine("      " + key.Failing.Reason);
                continue;
            }

            foreach (var i in ReportValues.Columns(mapping, key.Failing))
            {
                var difference = ReportValues.Difference(key.Failing, i);
                output.WriteLine($"      {Line(ReportValues.Column(mapping, i).Name)}: legacy {Side(key.Failing.Legacy, i)}, target {Side(key.Failing.Target, i)}"
                    + (difference.Length == 0 ? "" : $", difference {difference}")
                    + (key.Opinion is null ? "" : $", source gives {Side(key.OpinionRow, i)}"));
            }
        }

        var failing = mapping.Verdicts.Failing;
        if (failing > Math.Min(shownKeys, mapping.Keys.Length))
        {
            output.WriteLine(_style.Dim($"  {Numerals.Share(Math.Min(shownKeys, mapping.Keys.Length), failing)} failing keys shown"));
        }
    }

    private static string Side(Model.Values.Datum[]? row, int index) => row is null ? "no row" : Line(ReportValues.Value(row, index));

    // Values come from tables: a control character must not steer the terminal.
    private static string Line(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private static void Table(TextWriter output, List<string[]> rows, int leftColumns)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, c) => c < leftColumns ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        }
    }
}
