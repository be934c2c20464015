using System.Globalization;
using System.Xml;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Reports;

/// <summary>The report for CI: one suite for each mapping, one case for each verdict of its keys. A mapping that was not compared is an error.</summary>
public sealed class JUnitReportWriter : IReportWriter
{
    private const int ShownKeys = 20;

    public string FileExtension => ".junit.xml";

    public void Write(VerificationReport report, TextWriter output)
    {
        using var xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CheckCharacters = false });
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", Clean($"harunire verify {report.Job}"));
        foreach (var mapping in report.Mappings)
        {
            Suite(xml, mapping);
        }

        xml.WriteEndElement();
    }

    private static void Suite(XmlWriter xml, MappingReport mapping)
    {
        var failing = Verdicts.All.Where(v => v.IsFailing()).ToList();
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(mapping.Mapping));
        xml.WriteAttributeString("tests", Count(mapping.Outcome is null ? 1 : failing.Count));
        xml.WriteAttributeString("failures", Count(failing.Count(v => mapping.Verdicts[v] > 0)));
        xml.WriteAttributeString("errors", Count(mapping.Outcome is null ? 1 : 0));
        if (mapping.Outcome is null)
        {
            Case(xml, mapping, "compared", "error", mapping.Refusal?.ToString() ?? "not compared", "");
        }
        else
        {
            foreach (var verdict in failing)
            {
                var count = mapping.Verdicts[verdict];
                var keys = mapping.Keys.Where(k => k.Failing.Verdict == verdict).Take(ShownKeys).Select(k => Describe(mapping, k));
                Case(xml, mapping, $"no key is {verdict.Word()}", count > 0 ? "failure" : null, $"{Numerals.Share(count, mapping.Verdicts.Total)} keys are {verdict.Word()}", string.Join('\n', keys));
            }
        }

        xml.WriteEndElement();
    }

    private static string Describe(MappingReport mapping, Explanation.ExplainedKey key) =>
        $"{key.Failing.Verdict.Sign()} {ReportValues.Key(mapping, key.Failing)}: " + (key.Failing.Reason ?? string.Join("; ", ReportValues.Columns(mapping, key.Failing)
            .Select(i => $"{ReportValues.Column(mapping, i).Name} legacy {ReportValues.Value(key.Failing.Legacy, i)} target {ReportValues.Value(key.Failing.Target, i)}")));

    private static void Case(XmlWriter xml, MappingReport mapping, string name, string? problem, string message, string body)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(mapping.Mapping));
        xml.WriteAttributeString("name", name);
        if (problem is not null)
        {
            xml.WriteStartElement(problem);
            xml.WriteAttributeString("message", Clean(message));
            xml.WriteString(Clean(body));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    // XML 1.0 has no way to write most control characters.
    private static string Clean(string text) => string.Concat(text.Select(c => c != '\n' && (char.IsControl(c) || char.IsSurrogate(c) || c >= '\uFFFE') ? '\uFFFD' : c));
}
