using Harunire.Cli.Composition;
using Harunire.Model.Errors;

namespace Harunire.Cli.Planning;

/// <summary>The scripts that lead from what is there to what the migration needs.</summary>
/// <param name="Needs">What is missing before them.</param>
/// <param name="Scripts">In the order in which they run.</param>
/// <param name="HasFiles">True where the migration's folder holds scripts.</param>
internal sealed record SetupPlan(SetupNeeds Needs, IReadOnlyList<PlannedScript> Scripts, bool HasFiles)
{
    /// <summary>Compares folder, journal and both systems; writes nothing. HAR8503 and HAR8504 where they contradict each other.</summary>
    public static async Task<SetupPlan> MakeAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var needs = await SetupNeeds.ReadAsync(session, cancellationToken);
        var folder = new ScriptFolder(session.File);
        var files = folder.Read();
        var journal = ApplyJournal.Open(session.StateFolder);
        CheckUnchanged(files, journal);

        var scripts = new List<PlannedScript>();
        var number = Math.Max(files.Count == 0 ? 0 : files[^1].Number, journal.Entries.Select(entry => int.Parse(entry.Script.Split('_')[0], System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max());
        foreach (var side in Enum.GetValues<SetupSide>())
        {
            var missing = needs.Of(side).ToList();
            var runs = side != SetupSide.Source || session.Source.RunsSetup;
            var pending = files.Where(file => file.Side == side && journal.Find(file.Name) is null).ToList();
            foreach (var script in pending)
            {
                scripts.Add(new PlannedScript(script, StateOf(script, missing, runs)));
                missing.RemoveAll(script.Statements.Contains);
            }

            // A script that somebody changed may do the same in other words: what it leaves open shows once it has run.
            if (missing.Count > 0 && pending.TrueForAll(script => ScriptText.IsAsWritten(script.Text)))
            {
                scripts.Add(new PlannedScript(SetupScript.Make(++number, side, folder.ProviderOf(side), session.File.Name, missing), ScriptState.New));
            }
        }

        return new SetupPlan(needs, [.. scripts.OrderBy(planned => planned.Script.Number)], files.Count > 0);
    }

    // What somebody wrote or changed may do anything: only the journal tells that it is done.
    private static ScriptState StateOf(SetupScript script, List<string> missing, bool runs)
    {
        if (!runs)
        {
            return ScriptState.ByHand;
        }

        if (!ScriptText.IsAsWritten(script.Text))
        {
            return ScriptState.Pending;
        }

        var open = script.Statements.Count(missing.Contains);
        if (open == 0)
        {
            return ScriptState.NotNeeded;
        }

        return open == script.Statements.Count
            ? ScriptState.Pending
            : throw new HarunireException(
                CliErrors.ScriptDoesNotFit,
                $"{open} of its {script.Statements.Count} statements are missing and the others are not: tables or mappings have changed since it was written",
                script.Name,
                "it was not applied here: delete the file and run 'harunire plan' for one that fits");
    }

    private static void CheckUnchanged(IReadOnlyList<SetupScript> files, ApplyJournal journal)
    {
        var changed = files.Select(file => (File: file, Entry: journal.Find(file.Name)))
            .Where(each => each.Entry is not null && each.Entry.Checksum != each.File.Checksum)
            .Select(each => new Diagnostic
            {
                Code = CliErrors.ScriptChanged,
                Message = $"it was changed after it was applied at {each.Entry!.Time} (checksum {each.Entry.Checksum[..12]} then, {each.File.Checksum[..12]} now)",
                Subject = each.File.Name,
                Hint = "put the applied text back (it is kept in the state folder, under applied/), and write what is new into a script with the next number",
            }).ToList();
        if (changed.Count > 0)
        {
            throw new HarunireException(changed);
        }
    }
}
