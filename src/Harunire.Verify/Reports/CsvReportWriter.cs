using Harunire.Verify.Comparison;

namespace Harunire.Verify.Reports;

/// <summary>One line for each differing column of each kept failing key, by RFC 4180.</summary>
/// <remarks>A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV Injection"); numbers stay numbers.</remarks>
public sealed class CsvReportWriter : IReportWriter
{
    public string FileExtension => ".csv";

    public void Write(VerificationReport report, TextWriter output)
    {
        Line(output, "mapping", "verdict", "key", "column", "legacy", "target", "difference", "source", "class", "wrong", "causes");
        foreach (var mapping in report.Mappings)
        {
            if (mapping.Outcome is null)
            {
                Line(output, mapping.Mapping, Verdict.Unverifiable.Word(), "", "", "", "", "", "", "not compared", "", mapping.Refusal?.ToString() ?? "");
            }

            foreach (var key in mapping.Keys)
            {
                foreach (var i in ReportValues.Columns(mapping, key.Failing))
                {
                    Line(
                        output,
                        mapping.Mapping,
                        key.Failing.Verdict.Word(),
                        ReportValues.Key(mapping, key.Failing),
                        ReportValues.Column(mapping, i).Name,
                        ReportValues.Value(key.Failing.Legacy, i),
                        ReportValues.Value(key.Failing.Target, i),
                        ReportValues.Difference(key.Failing, i),
                        ReportValues.Value(key.OpinionRow, i),
                        ReportValues.Class(key.Class),
                        ReportValues.Wrong(key.Wrong),
                        key.Failing.Reason ?? string.Join("; ", key.Causes));
                }
            }
        }
    }

    private static void Line(TextWriter output, params string[] cells) => output.Write(string.Join(',', cells.Select(Quote)) + "\r\n");

    private static string Quote(string cell)
    {
        var risky = cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';
        var safe = risky && !Model.Values.OracleNumber.TryParse(cell, out _) ? "'" + cell : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
