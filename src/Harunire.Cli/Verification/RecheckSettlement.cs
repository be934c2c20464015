using System.Globalization;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Results;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;

namespace Harunire.Cli.Verification;

/// <summary>For a result that is behind the source: waits for a later cut and reads the differing keys again.</summary>
/// <param name="reopen">Opens both sides as they are now.</param>
/// <param name="first">Both sides as they were compared.</param>
/// <param name="opinionOf">The third opinion at a source.</param>
/// <param name="rules">Of the comparison.</param>
/// <param name="patience">How long a later cut is waited for.</param>
/// <param name="clock">For the waiting.</param>
/// <param name="run">The command that starts the job, for the reason.</param>
internal sealed class RecheckSettlement(
    Func<CancellationToken, Task<ComparedSides>> reopen, ComparedSides first, Func<ComparedSides, IThirdOpinion> opinionOf, VerificationRules rules, TimeSpan patience, TimeProvider clock, string run) : ISettlement
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task<(IReadOnlyList<Settled> Keys, string Note)> SettleAsync(IReadOnlyList<FailingKey> waiting, CancellationToken cancellationToken)
    {
        var asked = await OpinionsAsync(first, waiting, cancellationToken);
        var settled = new Settled?[waiting.Count];
        for (var i = 0; i < settled.Length; i++)
        {
            // A target that is right already will not be mended by a later cut.
            if (Agree(waiting[i].Target, asked[i]))
            {
                settled[i] = new Settled(waiting[i].Legacy, waiting[i].Target);
            }
        }

        var began = clock.GetTimestamp();
        var (rounds, scn) = (0, first.View.LastApplied.Scn);
        while (settled.Any(s => s is null) && clock.GetElapsedTime(began) < patience)
        {
            await Task.Delay(Pause, clock, cancellationToken);
            await using var later = await reopen(cancellationToken);
            if (later.View.LastApplied.Scn < first.Source.Scn || later.View.LastApplied.Scn == scn)
            {
                continue;
            }

            (rounds, scn) = (rounds + 1, later.View.LastApplied.Scn);
            await LookAgainAsync(waiting, asked, settled, later, cancellationToken);
        }

        var reason = rounds == 0
            ? $"no job brought a cut later than SCN {first.View.LastApplied.Scn} within {Seconds(patience)}, so it can't be told whether the key is only on its way: start '{run}'"
            : $"the key went on changing during {rounds} looks within {Seconds(patience)}; verify again";
        return ([.. settled.Select((s, i) => s ?? new Settled(waiting[i].Legacy, waiting[i].Target, reason))], rounds == 0
            ? $"{waiting.Count} keys differed while the result was behind; no later cut came within {Seconds(patience)}"
            : $"{waiting.Count} keys differed while the result was behind; they were read again, the last time as of SCN {scn}");
    }

    private async Task LookAgainAsync(IReadOnlyList<FailingKey> waiting, IReadOnlyList<Datum[]?> asked, Settled?[] settled, ComparedSides later, CancellationToken cancellationToken)
    {
        int[] open = [.. Enumerable.Range(0, settled.Length).Where(i => settled[i] is null)];
        var keys = open.Select(i => waiting[i]).ToList();
        var now = await ReadAsync(later.View, keys, cancellationToken);
        var askedNow = await OpinionsAsync(later, keys, cancellationToken);
        for (var k = 0; k < open.Length; k++)
        {
            var (i, key) = (open[k], keys[k]);
            if (Agree(key.Legacy, now[k]))
            {
                settled[i] = new Settled(key.Legacy, now[k]);
            }
            else if (Agree(now[k], askedNow[k]))
            {
                // Right now; and the legacy row was right when it was read, or it was not.
                settled[i] = new Settled(key.Legacy, now[k], AsOf: Agree(key.Legacy, asked[i]));
            }
            else if (later.Behind == 0)
            {
                settled[i] = new Settled(key.Legacy, now[k]);
            }
        }
    }

    private async Task<List<Datum[]?>> ReadAsync(IResultView view, List<FailingKey> keys, CancellationToken cancellationToken)
    {
        var rows = new List<Datum[]?>();
        await foreach (var row in view.ReadByKeysAsync(keys.Select(k => k.Key), cancellationToken))
        {
            rows.Add(RowAgreement.Order(rules.Columns, row.Values is null ? null : [.. row.Key, .. row.Values]));
        }

        return rows;
    }

    private async Task<List<Datum[]?>> OpinionsAsync(ComparedSides sides, IReadOnlyList<FailingKey> keys, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, Datum[]?>(StringComparer.Ordinal);
        await foreach (var answer in opinionOf(sides).ConsultAsync([.. keys.Select(k => k.Key)], cancellationToken))
        {
            rows[KeyEncoding.Name(answer.Key)] = RowAgreement.Order(rules.Columns, answer.Row);
        }

        return [.. keys.Select(k => rows.GetValueOrDefault(KeyEncoding.Name(k.Key)))];
    }

    private bool Agree(Datum[]? left, Datum[]? right) => RowAgreement.Agree(rules.Columns, left, right);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
