using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Harunire.Cli.Composition;
using Harunire.Cli.Settings;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Results;
using Harunire.Verify;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;
using Harunire.Verify.Reports;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification;

/// <summary>Compares the result tables of a migration with the legacy tables, and explains what differs.</summary>
internal sealed class VerificationRun(MigrationFile migration, MigrationConnections connections, ToolSettings settings, TimeProvider clock)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>True: compare although the stream has not caught up with the source; the report says so.</summary>
    public bool AllowBehind { get; init; }

    /// <param name="mappings">Names; empty: all that have a verify block.</param>
    public async Task<VerificationReport> RunAsync(IReadOnlyList<string> mappings, CancellationToken cancellationToken)
    {
        var chosen = Choose(mappings);
        var candidates = await PlanAsync(chosen, cancellationToken);
        try
        {
            // The results first: then the source's moment is never before theirs, and being behind shows.
            foreach (var candidate in candidates)
            {
                await OpenResultAsync(candidate, cancellationToken);
            }

            await using var source = SourceSnapshot.Open(connections.OpenSource(), connections.SourceName);
            await using var other = migration.Legacy.Connection == migration.Source.Connection ? null : connections.OpenLegacy();
            await using var reading = other is null ? null : SourceSnapshot.BeginRead(other);
            return await CompareAllAsync(candidates, source, other ?? source.Connection, cancellationToken);
        }
        finally
        {
            foreach (var candidate in candidates.Where(c => c.View is not null))
            {
                await candidate.View!.DisposeAsync();
            }

            // A view begins its transaction by text; a pooled connection would keep it open, and the next view could not begin.
            SqliteConnection.ClearAllPools();
        }
    }

    private async Task<VerificationReport> CompareAllAsync(IReadOnlyList<Candidate> candidates, SourceSnapshot source, SqliteConnection legacy, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var history = new VerificationHistory(migration, settings);
        var reports = new List<MappingReport>();
        var behind = 0L;
        foreach (var candidate in candidates)
        {
            var changes = candidate.View is { } view ? source.ChangesAfter(view.LastApplied.Scn, candidate.Plan.Tables) : 0;
            behind += changes;
            var report = candidate.Report with { History = history.Of(candidate.Mapping.Name) };
            try
            {
                reports.Add(candidate.Report.Refusal is null
                    ? await CompareAsync(candidate, report, source, legacy, changes, cancellationToken)
                    : report);
            }
            catch (HarunireException failure)
            {
                reports.Add(report with { Refusal = Combine(failure) });
            }
            catch (SqliteException failure)
            {
                throw new HarunireException(Capture.CaptureErrors.Unreachable, failure.Message, connections.LegacyName, inner: failure);
            }
        }

        var refusedAsBehind = reports.Exists(r => r.Refusal?.Code == VerifyErrors.StreamBehind);
        var run = new VerificationReport
        {
            RunId = now.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture),
            Job = migration.Name,
            Source = connections.SourceName,
            Mappings = [.. reports],
            NextWhenDifferent = refusedAsBehind || behind > 0
                ? $"the stream is behind the source: 'harunire run {migration.Path} --once' first, then 'harunire verify {migration.Path}'"
                : $"harunire verify {migration.Path}",
            NextWhenEqual = $"harunire status {migration.Path}",
        };
        history.Add(run, now.ToString(TimeFormat, CultureInfo.InvariantCulture));
        return run;
    }

    private async Task<MappingReport> CompareAsync(
        Candidate candidate, MappingReport report, SourceSnapshot source, SqliteConnection legacyConnection, long changes, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var view = candidate.View!;
        CheckCaughtUp(candidate, view.LastApplied, source.Scn, changes);
        var verify = candidate.Mapping.Verify!;
        var legacy = await LegacyTable.FindAsync(legacyConnection, verify.Legacy, connections.LegacyName, cancellationToken);
        var columns = ColumnPairing.Pair(candidate.Plan.Target, legacy.Columns, MappingRules.Of(verify), legacy.Name);
        var rules = new VerificationRules { Columns = columns, Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), AllowEmpty = verify.AllowEmpty };
        var outcome = await Verifier.CompareAsync(
            legacy.ReadAsync(columns, cancellationToken), InKeyOrder(candidate, view, cancellationToken), rules, legacy.Name, candidate.Plan.Target.Name, cancellationToken);
        var compared = clock.GetElapsedTime(started);
        var (explained, note) = await ExplainAsync(candidate, outcome, rules, source, cancellationToken);
        var profile = new List<KeyValuePair<string, string>>
        {
            new("rows", $"{outcome.LegacyRows} legacy, {outcome.TargetRows} target"),
            new("compared in", string.Create(CultureInfo.InvariantCulture, $"{compared.TotalSeconds:0.000} s")),
            new("source SCN", source.Scn.ToString(CultureInfo.InvariantCulture)),
            new("behind", changes == 0 ? "no change of its tables" : $"{changes} changes of its tables; differences may be in flight"),
        };
        if (note is not null)
        {
            profile.Add(new("third opinion", note));
        }

        return report with
        {
            Cut = new ReportCut(view.LastApplied.Scn, Time(view.LastApplied.ReadMicroseconds)),
            Outcome = outcome,
            Keys = explained.Keys,
            Hypotheses = explained.Hypotheses,
            Profile = [.. profile],
        };
    }

    private static async Task<(ExplainedDifferences Explained, string? Note)> ExplainAsync(
        Candidate candidate, ComparisonOutcome outcome, VerificationRules rules, SourceSnapshot source, CancellationToken cancellationToken)
    {
        try
        {
            var opinion = new SourceOpinion(source.Connection, candidate.Query, candidate.Plan);
            return (await Explainer.ExplainAsync(outcome, rules.Columns, opinion, null, cancellationToken), null);
        }
        catch (HarunireException failure)
        {
            // What was compared stands; only the cause stays open.
            return (await Explainer.ExplainAsync(outcome, rules.Columns, null, null, cancellationToken), $"the source could not be asked: {failure.Diagnostics[0]}");
        }
        catch (SqliteException failure)
        {
            return (await Explainer.ExplainAsync(outcome, rules.Columns, null, null, cancellationToken), $"the source could not be asked: {failure.Message}");
        }
    }

    private void CheckCaughtUp(Candidate candidate, AppliedState applied, long sourceScn, long changes)
    {
        var table = candidate.Plan.Target.Name;
        if (applied.Quarantined > 0)
        {
            throw new HarunireException(VerifyErrors.RecordsInQuarantine, $"the rows lack {applied.Quarantined} records", table, $"harunire run {migration.Path} --once --rebuild {candidate.Mapping.Name}, once the cause is mended");
        }

        if (applied.Scn > sourceScn)
        {
            throw new HarunireException(VerifyErrors.StreamBehind, $"the result is as of SCN {applied.Scn}, and the source is only at {sourceScn}", table, "the source was restored, or is another database: let the job fill the table anew");
        }

        if (AllowBehind || (applied.CutId is not null && changes == 0))
        {
            return;
        }

        throw new HarunireException(
            VerifyErrors.StreamBehind,
            applied.CutId is null ? "nothing has been applied to the result table yet" : $"the result is as of SCN {applied.Scn}; the source is at {sourceScn}, with {changes} more changes of its tables",
            table,
            $"run 'harunire run {migration.Path} --once' first, or compare all the same with --allow-behind");
    }

    private List<MappingFile> Choose(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            var mapping = migration.Mappings.FirstOrDefault(m => m.Name == name);
            if (mapping is null)
            {
                var nearest = NearestName.Find(name, migration.Mappings.Select(m => m.Name));
                throw new HarunireException(CliErrors.BadUsage, $"the migration has no mapping {name}", hint: nearest is null ? $"it has: {string.Join(", ", migration.Mappings.Select(m => m.Name))}" : $"did you mean {nearest}?");
            }

            if (mapping.Verify is null)
            {
                throw new HarunireException(new Diagnostic { Code = CliErrors.BadUsage, Message = $"the mapping {name} has no 'verify:' block", Location = mapping.NameLocation, Hint = "name its legacy table: verify: { legacy: TABLE }" });
            }
        }

        var chosen = migration.Mappings.Where(m => m.Verify is not null && (names.Count == 0 || names.Contains(m.Name))).ToList();
        return chosen.Count > 0 ? chosen : throw new HarunireException(VerifyErrors.NothingToCompare, "no mapping has a 'verify:' block", migration.Name, "name the legacy table in a mapping: verify: { legacy: TABLE }");
    }

    private async Task<List<Candidate>> PlanAsync(List<MappingFile> chosen, CancellationToken cancellationToken)
    {
        var tables = await connections.Source().DescribeAsync([.. migration.Tables.Select(t => new Capture.TableRequest(t.Name, t.Key))], cancellationToken);
        var catalog = new SchemaCatalog(tables);
        var problems = new List<Diagnostic>();
        var candidates = new List<Candidate>();
        foreach (var mapping in chosen)
        {
            try
            {
                var query = PlanBuilder.Bind(mapping, catalog);
                candidates.Add(new Candidate(mapping, query, PlanBuilder.Build(mapping, query)));
            }
            catch (HarunireException failure)
            {
                problems.AddRange(failure.Diagnostics);
            }
        }

        return problems.Count == 0 ? candidates : throw new HarunireException(problems);
    }

    private async Task OpenResultAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            candidate.View = await connections.Results().OpenViewAsync(candidate.Plan.Target, cancellationToken);
        }
        catch (HarunireException failure) when (failure.Code != CliErrors.NoProvider && failure.Code != CliErrors.NoConnection)
        {
            candidate.Report = candidate.Report with { Refusal = Combine(failure) };
        }
    }

    private IAsyncEnumerable<Datum[]> InKeyOrder(Candidate candidate, IResultView view, CancellationToken cancellationToken) =>
        connections.Results().Capabilities.RowsInKeyOrder
            ? RowsAsync(view, cancellationToken)
            : RowSorter.SortAsync(RowsAsync(view, cancellationToken), [.. Enumerable.Range(0, candidate.Plan.Target.KeyCount)], cancellationToken);

    private static async IAsyncEnumerable<Datum[]> RowsAsync(IResultView view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in view.ReadAsync(cancellationToken))
        {
            yield return [.. row.Key, .. row.Values ?? throw new UnreachableException("a scan gives whole rows")];
        }
    }

    private static Diagnostic Combine(HarunireException failure) => failure.Diagnostics.Count == 1
        ? failure.Diagnostics[0]
        : failure.Diagnostics[0] with { Message = string.Join("; ", failure.Diagnostics.Select(d => d.Message)) };

    private static string Time(long microseconds) =>
        DateTime.UnixEpoch.AddTicks(microseconds * 10).ToString(TimeFormat, CultureInfo.InvariantCulture);
}
