using Harunire.Verify.Comparison;

namespace Harunire.Verify.Reports;

/// <summary>The report for a pull request or a ticket.</summary>
public sealed class MarkdownReportWriter : IReportWriter
{
    private const int ShownKeys = 50;

    public string FileExtension => ".md";

    public void Write(VerificationReport report, TextWriter output)
    {
        output.WriteLine($"# Verification of {Text(report.Job)}");
        output.WriteLine();
        output.WriteLine($"Source {Text(report.Source)}, run {Text(report.RunId)}. {Text(report.Conclusion)}");
        output.WriteLine();
        output.WriteLine("| mapping | result | keys | " + string.Join(" | ", Verdicts.All.Select(v => $"{v.Sign()} {v.Word()}")) + " |");
        output.WriteLine("|---|---|--:|" + string.Concat(Verdicts.All.Select(_ => "--:|")));
        foreach (var mapping in report.Mappings)
        {
            output.WriteLine($"| {Text(mapping.Mapping)} | {ReportValues.Status(mapping)} | {Numerals.Of(mapping.Verdicts.Total)} | {string.Join(" | ", Verdicts.All.Select(v => Numerals.Of(mapping.Verdicts[v])))} |");
        }

        foreach (var mapping in report.Mappings.Where(m => !m.Passes))
        {
            WriteMapping(mapping, output);
        }
    }

    private static void WriteMapping(MappingReport mapping, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"## {Text(mapping.Mapping)}");
        output.WriteLine();
        if (mapping.Outcome is not { } outcome)
        {
            output.WriteLine($"Could not be compared: {Text(mapping.Refusal?.ToString() ?? "")}");
            return;
        }

        foreach (var column in outcome.Columns.Where(c => c.SumDifference is not null))
        {
            output.WriteLine($"- sum of {Text(column.Column.Name)}: legacy {ReportValues.Number(column.LegacySum)}, target {ReportValues.Number(column.TargetSum)}, difference {ReportValues.Number(column.SumDifference)}");
        }

        foreach (var hypothesis in mapping.Hypotheses.Where(h => h.Added > 0))
        {
            output.WriteLine($"- {Text(hypothesis.Title)}: explains {Numerals.Share(hypothesis.Explained, hypothesis.Tested)} failing keys. {Text(hypothesis.Advice)}");
        }

        output.WriteLine();
        output.WriteLine("| | key | column | legacy | target | difference | class | wrong side |");
        output.WriteLine("|---|---|---|--:|--:|--:|---|---|");
        foreach (var key in mapping.Keys.Take(ShownKeys))
        {
            foreach (var i in ReportValues.Columns(mapping, key.Failing))
            {
                output.WriteLine($"| {key.Failing.Verdict.Sign()} | {Text(ReportValues.Key(mapping, key.Failing))} | {Text(ReportValues.Column(mapping, i).Name)} | {Text(ReportValues.Value(key.Failing.Legacy, i))} | {Text(ReportValues.Value(key.Failing.Target, i))} | {ReportValues.Difference(key.Failing, i)} | {ReportValues.Class(key.Class)} | {ReportValues.Wrong(key.Wrong)} |");
            }
        }

        output.WriteLine();
        output.WriteLine($"{Numerals.Share(Math.Min(ShownKeys, mapping.Keys.Length), mapping.Verdicts.Failing)} failing keys shown.");
    }

    private static string Text(string text)
    {
        var safe = new System.Text.StringBuilder();
        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                safe.Append(' ');
            }
            else if (c is '<' or '>' or '&')
            {
                safe.Append(c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
            }
            else
            {
                safe.Append(c is '|' or '*' or '_' or '`' or '[' or ']' or '\\' ? "\\" : "").Append(c);
            }
        }

        return safe.ToString();
    }
}
