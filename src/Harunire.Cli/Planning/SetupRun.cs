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
        var done = new List<JournalEntry>();
        foreach (var (script, state) in scripts.Select(planned => (planned.Script, planned.State)))
        {
            if (state != ScriptState.NotNeeded)
            {
                await RunAsync(script, done, cancellationToken);
            }

            var entry = new JournalEntry(
                clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                script.Name,
                script.Checksum,
                script.Statements.Count,
                state == ScriptState.NotNeeded ? "not needed" : "applied",
                runId);
            journal.Add(entry, script.Text);
            done.Add(entry);
        }

        return done;
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
                [.. failure.Diagnostics.Select(d => d with { Subject = $"{script.Name}, {d.Subject}".TrimEnd(',', ' '), Hint = $"{(d.Hint is null ? "" : d.Hint + "; ")}the script was taken back as a whole; {stays}" })],
                failure)
            { IsTransient = failure.IsTransient };
        }
    }
}
