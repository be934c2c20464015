using Harunire.Cli.Composition;
using Harunire.Model.Errors;

namespace Harunire.Cli.Planning;

/// <summary>Refuses a saved plan whose inputs have moved, and says which.</summary>
internal static class StalePlan
{
    /// <summary>Files first: a mapping that was broken since then must not hide that the plan is stale.</summary>
    public static void CheckFiles(SavedPlan plan, string path)
    {
        var files = plan.Inputs.Where(input => input.Kind.EndsWith("file", StringComparison.Ordinal)).ToList();
        var folder = Path.GetDirectoryName(Path.GetFullPath(plan.MigrationPath))!;
        if (!File.Exists(plan.MigrationPath))
        {
            Refuse(path, plan, [$"the migration file {plan.MigrationPath} is gone (it is looked for from the plan's own folder)"], null);
        }

        var now = PlanInput.OfFiles(plan.MigrationPath, files.Where(input => input.Kind == "mapping file").Select(input => Path.Combine(folder, input.Name)).Where(File.Exists));
        Refuse(path, plan, PlanInput.Moved(files, now), null);
    }

    /// <summary>Everything else, and the scripts that stand in the folder.</summary>
    public static void Check(SavedPlan plan, string path, MigrationSession session, SetupNeeds needs)
    {
        var folder = new ScriptFolder(session.File).Read();
        var scripts = plan.Scripts.Select(planned => (planned.Script, File: folder.FirstOrDefault(file => file.Name == planned.Script.Name)))
            .Where(each => each.File is not null && each.File.Checksum != each.Script.Checksum)
            .Select(each => $"the script {each.Script.Name} has changed ({each.Script.Checksum[..12]} then, {each.File!.Checksum[..12]} now)");
        var journal = ApplyJournal.Open(session.StateFolder);
        var done = plan.Scripts.Where(planned => planned.State != ScriptState.ByHand).Select(planned => journal.Find(planned.Script.Name)).OfType<JournalEntry>()
            .Select(entry => $"the script {entry.Script} is in the journal ({entry.Outcome} at {entry.Time})");
        Refuse(path, plan, [.. PlanInput.Moved(plan.Inputs, PlanInput.Of(session, needs)), .. scripts, .. done], journal);
    }

    private static void Refuse(string path, SavedPlan plan, IReadOnlyList<string> moved, ApplyJournal? journal)
    {
        if (moved.Count == 0)
        {
            return;
        }

        var applied = plan.Scripts.Select(planned => journal?.Find(planned.Script.Name)).ToList();
        var hint = applied.Count > 0 && applied.TrueForAll(entry => entry is not null)
            ? $"its scripts were applied at {applied[^1]!.Time}; "
            : "";
        throw new HarunireException(CliErrors.StalePlan, $"{string.Join("; ", moved)}", path, $"{hint}make a new plan: harunire plan {plan.MigrationPath} -o {path}");
    }
}
