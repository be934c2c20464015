using System.Collections.Immutable;
using System.Globalization;
using Harunire.Cli.Settings;
using Harunire.Plans.Files;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Verification;

/// <summary>What earlier runs found: one line a mapping and run in the state folder, tab-separated.</summary>
internal sealed class VerificationHistory(MigrationFile migration, ToolSettings settings)
{
    private const int Shown = 30;

    private readonly string _path = Path.Combine(
        Path.GetDirectoryName(Path.GetFullPath(migration.Path))!, settings.Text("state"), migration.Name, "verify-history.tsv");

    /// <summary>The last runs of a mapping, the oldest first; a damaged line is passed over, for it decides nothing.</summary>
    public ImmutableArray<HistoryPoint> Of(string mapping)
    {
        if (!File.Exists(_path))
        {
            return [];
        }

        var points = new List<HistoryPoint>();
        foreach (var line in File.ReadLines(_path))
        {
            if (line.Split('\t') is [var run, var time, var name, var failing, var total]
                && name == mapping
                && long.TryParse(failing, NumberStyles.None, CultureInfo.InvariantCulture, out var failed)
                && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var all))
            {
                points.Add(new HistoryPoint(run, time, failed, all));
            }
        }

        return [.. points.TakeLast(Shown)];
    }

    public void Add(VerificationReport report, string time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.AppendAllLines(_path, report.Mappings.Where(m => m.Outcome is not null).Select(m => string.Join('\t',
            report.RunId,
            time,
            m.Mapping,
            m.Verdicts.Failing.ToString(CultureInfo.InvariantCulture),
            m.Verdicts.Total.ToString(CultureInfo.InvariantCulture))));
    }
}
