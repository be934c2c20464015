using System.Globalization;
using Harunire.Cli.Composition;
using Harunire.Model.Errors;

namespace Harunire.Cli.Planning;

/// <summary>Runs scripts in their order, each as one unit, and journals each one at once.</summary>
internal sealed class SetupRun(MigrationSession session, TimeProvider clock, string runId, Action<string> detail)
{
    /// <returns>One entry a script.</returns>
    public async Task<IReadOnlyList<JournalEntry>> ApplyAsync(IReadOnlyList<PlannedScript> scripts, CancellationToken cancellationToken)
    {
        var journal = ApplyJournal.Open(session.StateFolder);
        scripts = [.. scripts.Where(planned => planned.State != ScriptState.ByHand || journal.Find(planned.Script.Name) is null)];
        RefuseByHand(scripts);
        var done = new List<JournalEntry>();
        foreach (var (script, state) in scripts.Select(planned => (planned.Script, planned.State)))
        {
            if (state != ScriptState.NotNeeded)
            {
                await RunAsync(script, done, cancellationToken);
            }

            done.Add(Record(journal, script, state == ScriptState.NotNeeded ? "not needed" : "applied"));
        }

        return done;
    }

    /// <summary>Writes into the journal that scripts of the folder were run by hand.</summary>
    public void RecordByHand(IReadOnlyList<string> names)
    {
        var journal = ApplyJournal.Open(session.StateFolder);
        var files = new ScriptFolder(session.File).Read();
        var chosen = names.Select(name => files.FirstOrDefault(file => file.Name == name) ?? throw Unknown(name, files)).ToList();
        foreach (var script in chosen)
        {
            if (journal.Find(script.Name) is { } entry)
            {
                throw new HarunireException(CliErrors.BadUsage, $"{script.Name} is in the journal already: {entry.Outcome} at {entry.Time}", hint: "leave --ran out");
            }
        }

        chosen.ForEach(script => Record(journal, script, "by hand"));
    }

    private static HarunireException Unknown(string name, IReadOnlyList<SetupScript> files)
    {
        var nearest = NearestName.Find(name, files.Select(file => file.Name));
        return new HarunireException(CliErrors.BadUsage, $"the migration's folder has no script {name}", hint: nearest is null ? $"it has: {string.Join(", ", files.Select(file => file.Name))}" : $"did you mean {nearest}?");
    }

    private void RefuseByHand(IReadOnlyList<PlannedScript> scripts)
    {
        var byHand = scripts.Where(IsByHand).Select(planned => new Diagnostic
        {
            Code = CliErrors.ScriptByHand,
            Message = "the source's owners run it, Harunire does not; nothing was run",
            Subject = planned.Script.Name,
            Hint = $"{(planned.State == ScriptState.New ? "write it with 'harunire plan', " : "")}let the tables' owner or a DBA run it, then: harunire apply MIGRATION --ran {planned.Script.Name}",
        }).ToList();
        if (byHand.Count > 0)
        {
            throw new HarunireException(byHand);
        }
    }

    private bool IsByHand(PlannedScript planned) =>
        planned.State == ScriptState.ByHand || (planned.State == ScriptState.New && planned.Script.Side == SetupSide.Source && !session.Source.RunsSetup);

    // A script of somebody's own has no statements that could be looked for.
    private static string Again(SetupScript script) =>
        ScriptText.IsAsWritten(script.Text) ? "" : $"; where it was run here before, --ran {script.Name} tells the journal";

    private JournalEntry Record(ApplyJournal journal, SetupScript script, string outcome)
    {
        var entry = new JournalEntry(clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), script.Name, script.Checksum, script.Statements.Count, outcome, runId);
        journal.Add(entry, script.Text);
        return entry;
    }

    private async Task RunAsync(SetupScript script, List<JournalEntry> done, CancellationToken cancellationToken)
    {
        foreach (var statement in script.Statements)
        {
            detail($"{script.Name}: {statement}");
        }

        try
        {
            if (script.Side == SetupSide.Source)
            {
                await session.Source.ApplySetupAsync(script.Statements, cancellationToken);
            }
            else
            {
                var target = session.Connections.Results();
                await target.ApplySetupAsync(script.Statements, cancellationToken);
            }
        }
        catch (HarunireException failure)
        {
            var before = done.Count(entry => entry.Outcome == "applied");
            var stays = before == 0 ? "nothing was changed" : $"{string.Join(", ", done.Where(entry => entry.Outcome == "applied").Select(entry => entry.Script))} stays applied, and 'harunire apply' goes on from here";
            throw new HarunireException(
                [.. failure.Diagnostics.Select(d => d with { Subject = $"{script.Name}, {d.Subject}".TrimEnd(',', ' '), Hint = $"{(d.Hint is null ? "" : d.Hint + "; ")}the script was taken back as a whole; {stays}{Again(script)}" })],
                failure)
            { IsTransient = failure.IsTransient };
        }
    }
}
