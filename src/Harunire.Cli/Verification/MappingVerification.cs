using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Harunire.Cli.Composition;
using Harunire.Cli.Settings;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Plans.Files;
using Harunire.Results;
using Harunire.Verify;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;
using Harunire.Verify.Reports;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification;

/// <summary>Compares one mapping's result table with its legacy table, and explains what differs.</summary>
internal sealed class MappingVerification(MigrationFile migration, MigrationConnections connections, ToolSettings settings, TimeProvider clock, VerifyOptions options, Candidate candidate)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly VerifyRules _verify = candidate.Mapping.Verify!;

    /// <summary>Whatever keeps it from being compared to the end stands in the report as a refusal; a missing connection or provider is the caller's error.</summary>
    public async Task<MappingReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new MappingReport
        {
            Mapping = candidate.Mapping.Name,
            Replaces = candidate.Mapping.Replaces,
            Legacy = _verify.Legacy,
            Target = candidate.Plan.Target.Name,
            PlanHash = candidate.Plan.Fingerprint,
            MappingHash = candidate.Hash,
        };
        try
        {
            var target = connections.Results();
            await using var sides = await OpenAsync(target, cancellationToken);
            return await CompareAsync(report, target, sides, cancellationToken);
        }
        catch (HarunireException failure) when (failure.Code != CliErrors.NoProvider && failure.Code != CliErrors.NoConnection && failure.Code.Category != ErrorCategory.Bug)
        {
            return report with { Refusal = Combine(failure) };
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or IOException)
        {
            return report with { Refusal = new Diagnostic { Code = VerifyErrors.SideBroke, Message = failure.Message, Subject = candidate.Mapping.Name } };
        }
    }

    private async Task<MappingReport> CompareAsync(MappingReport report, IResultTarget target, ComparedSides sides, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var applied = sides.View.LastApplied;
        var batch = await BatchMoment.FindAsync(options.AsOf, _verify.AsOf, sides.Source, sides.Legacy, candidate.Mapping.Name, cancellationToken);
        await CheckMomentsAsync(sides, batch, cancellationToken);
        var legacy = await sides.Legacy.FindTableAsync(_verify.Legacy, cancellationToken);
        var columns = ColumnPairing.Pair(candidate.Plan.Target, legacy.Columns, MappingRules.Of(_verify), legacy.Name);
        var rules = new VerificationRules
        {
            Columns = columns,
            Accepted = MappingRules.Accepted(candidate.Mapping, columns),
            Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
            AllowEmpty = _verify.AllowEmpty,
        };
        var evidence = new TopicEvidence(connections, migration.Prefix, candidate.Plan, applied.CutId!, settings.Count("verify.events"));
        rules = rules with { Settlement = await SettlementAsync(target, sides, rules, evidence, batch, cancellationToken) };
        var outcome = await Verifier.CompareAsync(
            legacy.ReadAsync(columns, cancellationToken), ResultRows(target, sides.View, cancellationToken), rules, legacy.Name, candidate.Plan.Target.Name, cancellationToken);
        var compared = clock.GetElapsedTime(started);
        var (explained, note) = await ExplainAsync(outcome, rules, sides, evidence, batch, cancellationToken);
        return report with
        {
            Cut = new ReportCut(applied.Scn, Time(applied.ReadMicroseconds)),
            BatchScn = batch,
            Outcome = outcome,
            Keys = explained.Keys,
            Hypotheses = explained.Hypotheses,
            Accepted = rules.Accepted,
            Profile = [.. Profile(outcome, sides, compared, batch, note)],
        };
    }

    private async Task<ISettlement?> SettlementAsync(
        IResultTarget target, ComparedSides sides, VerificationRules rules, TopicEvidence evidence, long? batch, CancellationToken cancellationToken)
    {
        if (batch is { } scn)
        {
            return await sides.Source.ChangesBetweenAsync(scn, sides.View.LastApplied.Scn, candidate.Plan.Tables, cancellationToken) == 0 ? null : new AsOfSettlement(evidence, sides.Behind == 0 ? Opinion(sides) : null, rules, scn);
        }

        return sides.Behind == 0 ? null : new RecheckSettlement(
            stop => ComparedSides.OpenAsync(target, connections, candidate.Plan, settings.Duration("verify.recheck"), stop), sides, Opinion, rules, settings.Duration("verify.recheck"), clock, $"harunire run {migration.Path}");
    }

    private IAsyncEnumerable<Datum[]> ResultRows(IResultTarget target, IResultView view, CancellationToken cancellationToken) =>
        target.Capabilities.RowsInKeyOrder
            ? RowsAsync(view, cancellationToken)
            : new RowSorter(SqliteFactory.Instance).SortAsync(RowsAsync(view, cancellationToken), [.. Enumerable.Range(0, candidate.Plan.Target.KeyCount)], candidate.Plan.Target.Name, cancellationToken);

    private async Task<(ExplainedDifferences Explained, string? Note)> ExplainAsync(
        ComparisonOutcome outcome, VerificationRules rules, ComparedSides sides, IEvidence evidence, long? batch, CancellationToken cancellationToken)
    {
        try
        {
            return (await Explainer.ExplainAsync(outcome, rules.Columns, Opinion(sides), evidence, batch, cancellationToken), null);
        }
        catch (HarunireException failure)
        {
            // What was compared stands; only the cause stays open.
            return (await Explainer.ExplainAsync(outcome, rules.Columns, null, evidence, batch, cancellationToken), $"the source could not be asked: {failure.Diagnostics[0]}");
        }
        catch (DbException failure)
        {
            return (await Explainer.ExplainAsync(outcome, rules.Columns, null, evidence, batch, cancellationToken), $"the source could not be asked: {failure.Message}");
        }
    }

    // A job that runs needs a moment to take in the last changes; one that does not run never will.
    private async Task<ComparedSides> OpenAsync(IResultTarget target, CancellationToken cancellationToken)
    {
        var patience = settings.Duration("verify.recheck");
        var began = clock.GetTimestamp();
        var sides = await ComparedSides.OpenAsync(target, connections, candidate.Plan, patience, cancellationToken);
        var first = sides.View.LastApplied;
        while (sides.Behind > 0 && first.CutId is not null && !options.AllowBehind && options.AsOf is null && _verify.AsOf is null)
        {
            await sides.DisposeAsync();
            await Task.Delay(Pause, clock, cancellationToken);
            sides = await ComparedSides.OpenAsync(target, connections, candidate.Plan, patience, cancellationToken);
            if (clock.GetElapsedTime(began) >= patience)
            {
                break;
            }
        }

        if (sides.Behind > 0 && !options.AllowBehind && sides.View.LastApplied.Scn == first.Scn && options.AsOf is null && _verify.AsOf is null)
        {
            await sides.DisposeAsync();
            throw Behind(first, $"the result is as of SCN {first.Scn}; the source is at {sides.Source.Scn}, with {sides.Behind} more changes of its tables, and no job took them in within {patience.TotalSeconds:0.#} s");
        }

        return sides;
    }

    private async Task CheckMomentsAsync(ComparedSides sides, long? batch, CancellationToken cancellationToken)
    {
        var (applied, source) = (sides.View.LastApplied, sides.Source.Scn);
        if (applied.Quarantined > 0)
        {
            throw new HarunireException(VerifyErrors.RecordsInQuarantine, $"the rows lack {applied.Quarantined} records", candidate.Plan.Target.Name, $"harunire run {migration.Path} --once --rebuild {candidate.Mapping.Name}, once the cause is mended");
        }

        if (applied.Scn > source)
        {
            throw new HarunireException(VerifyErrors.StreamBehind, $"the result is as of SCN {applied.Scn}, and the source is only at {source}", candidate.Plan.Target.Name, "the source was restored, or is another database: let the job fill the table anew");
        }

        if (applied.CutId is null)
        {
            throw Behind(applied, "nothing has been applied to the result table yet");
        }

        if (batch is { } scn && await sides.Source.ChangesBetweenAsync(applied.Scn, scn, candidate.Plan.Tables, cancellationToken) is > 0 and var changes)
        {
            throw Behind(applied, $"the result is as of SCN {applied.Scn}, before the batch's SCN {scn}, with {changes} changes of its tables between them");
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Profile(ComparisonOutcome outcome, ComparedSides sides, TimeSpan compared, long? batch, string? note)
    {
        string Text(FormattableString text) => FormattableString.Invariant(text);
        var rows = outcome.LegacyRows + outcome.TargetRows;
        yield return new("rows read", Text($"{outcome.LegacyRows:#,0} legacy, {outcome.TargetRows:#,0} target, in {compared.TotalSeconds:0.000} s ({rows / Math.Max(compared.TotalSeconds, 0.001):#,0} rows/s)"));
        yield return new("source", Text($"SCN {sides.Source.Scn}; ") + (sides.Behind == 0 ? "the result has all changes of its tables" : Text($"the result is {sides.Behind:#,0} changes of its tables behind")));
        if (batch is { } scn)
        {
            yield return new("legacy as of", Text($"SCN {scn}") + (options.AsOf is null ? ", as the mapping's query says" : $", as --as-of says"));
        }

        if (outcome.Settlement is { } settlement)
        {
            yield return new("looked at again", Text($"{settlement.Note}: {settlement.Cleared:#,0} cleared, {settlement.AsOf:#,0} right as of their moments, {settlement.Confirmed:#,0} confirmed, {settlement.InFlight:#,0} in flight"));
        }

        if (note is not null)
        {
            yield return new("third opinion", note);
        }
    }

    private SourceOpinion Opinion(ComparedSides sides) => new(sides.Source, candidate.Query, candidate.Plan);

    private HarunireException Behind(AppliedState applied, string message) => new(
        VerifyErrors.StreamBehind,
        message,
        candidate.Plan.Target.Name,
        applied.CutId is null ? $"run 'harunire run {migration.Path} --once' first" : $"start 'harunire run {migration.Path}', or run it with --once; or compare all the same with --allow-behind");

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
        DateTime.UnixEpoch.AddTicks(microseconds * 10).ToString(VerificationRun.TimeFormat, CultureInfo.InvariantCulture);
}
