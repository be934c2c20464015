using System.Collections.Immutable;
using System.Text.Json;
using Harunire.Cli.Composition;
using Harunire.Cli.Settings;
using Harunire.Plans.Files;
using Harunire.Verify.Certificates;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Verification;

/// <summary>What all runs found: one JSON line a mapping and run in the state folder.</summary>
internal sealed class VerificationHistory(MigrationFile migration, ToolSettings settings)
{
    private const int Shown = 30;

    private readonly string _path = Path.Combine(StateFolder.Of(migration, settings), "verify-history.jsonl");

    /// <summary>The last runs of a mapping that compared it, the oldest first.</summary>
    public ImmutableArray<HistoryPoint> Of(string mapping) =>
        [.. Windows(mapping).Where(w => w.Refusal is null).TakeLast(Shown).Select(w => new HistoryPoint(w.RunId, w.Time, w.Failing, w.Keys))];

    /// <summary>All runs of a mapping, the oldest first; a line that was cut off by a crash decides nothing and is passed over.</summary>
    public IReadOnlyList<VerifiedWindow> Windows(string mapping) =>
        !File.Exists(_path) ? [] : [.. File.ReadLines(_path).Select(Read).OfType<VerifiedWindow>().Where(w => w.Mapping == mapping)];

    public void Add(VerificationReport report)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.AppendAllLines(_path, report.Mappings.Select(m => JsonSerializer.Serialize(VerifiedWindow.Of(m, report.RunId, report.Time))));
    }

    private static VerifiedWindow? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<VerifiedWindow>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
