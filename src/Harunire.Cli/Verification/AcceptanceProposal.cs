using System.Text;
using Harunire.Plans.Files;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Verification;

/// <summary>Writes the failing keys of a run as records that somebody may sign: without a reason, so that no file of them is accepted as it stands.</summary>
internal static class AcceptanceProposal
{
    /// <summary>Records hold for so many days, unless who signs says otherwise.</summary>
    private const int Days = 90;

    /// <returns>The files, one a mapping with failing keys.</returns>
    public static IReadOnlyList<string> Write(MigrationFile migration, VerificationReport report, DateOnly today)
    {
        var files = new List<string>();
        foreach (var mapping in report.Mappings.Where(m => m.Outcome is not null && !m.Keys.IsEmpty))
        {
            var path = AcceptanceReader.PathOf(migration.Mappings.Single(m => m.Name == mapping.Mapping), AcceptanceReader.ProposalExtension);
            File.WriteAllText(path, Text(mapping, today.AddDays(Days)), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            files.Add(path);
        }

        return files;
    }

    private static string Text(MappingReport mapping, DateOnly expires)
    {
        var text = new StringBuilder();
        text.Append("# Proposed by 'harunire verify --accept'. Nothing here counts yet: give each record a reason, and put it into\n");
        text.Append($"# {mapping.Mapping}{AcceptanceReader.Extension}. {ReportText.KeysShown(mapping)}\n");
        text.Append($"mapping: {Quote(mapping.Mapping)}\naccepted:\n");
        foreach (var key in mapping.Keys.Where(k => k.Failing.Reason is null))
        {
            var columns = key.Failing.Differing.IsEmpty ? [null] : key.Failing.Differing.Select(i => (string?)mapping.Outcome!.Columns[i].Column.Name);
            foreach (var column in columns)
            {
                var parts = key.Failing.Key.Select((value, i) => $"{mapping.Outcome!.Columns[i].Column.Name}: {Quote(ReportText.Cell(value))}");
                text.Append($"  - key: {{ {string.Join(", ", parts)} }}\n");
                text.Append(column is null ? "" : $"    column: {column}\n");
                text.Append($"    reason: \"\"{(key.Causes.IsEmpty ? "" : "   # " + string.Concat(key.Causes[0].Where(c => !char.IsControl(c))))}\n");
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    expires: {expires:yyyy-MM-dd}\n");
            }
        }

        return text.ToString();
    }

    // Single quotes: YAML has no escapes in them but the quote itself.
    private static string Quote(string value) => $"'{string.Concat(value.Select(c => char.IsControl(c) ? '\uFFFD' : c)).Replace("'", "''", StringComparison.Ordinal)}'";
}
