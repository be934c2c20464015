using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>Merges two streams of rows in key order and gives each key one verdict, in constant memory.</summary>
/// <remarks>An error of either stream ends the comparison with that error: half a scan is never "equal".</remarks>
public static class Verifier
{
    /// <param name="legacy">Rows of the legacy table, in the key's order (<see cref="Model.Rows.KeyEncoding"/>).</param>
    /// <param name="target">Rows of the result table, in the same order.</param>
    /// <param name="rules">How to compare.</param>
    /// <param name="legacyName">For messages.</param>
    /// <param name="targetName">For messages.</param>
    /// <param name="cancellationToken">Ends the comparison without an outcome.</param>
    public static async Task<ComparisonOutcome> CompareAsync(
        IAsyncEnumerable<Datum[]> legacy, IAsyncEnumerable<Datum[]> target, VerificationRules rules, string legacyName, string targetName, CancellationToken cancellationToken)
    {
        var judge = new KeyJudge(rules);
        await using var legacyRows = legacy.GetAsyncEnumerator(cancellationToken);
        await using var targetRows = target.GetAsyncEnumerator(cancellationToken);
        var left = new MergeSide(legacyRows, [.. rules.Columns.Select(c => c.LegacyOrdinal)], rules.KeyCount, legacyName, judge.AddLegacy);
        var right = new MergeSide(targetRows, [.. rules.Columns.Select(c => c.TargetOrdinal)], rules.KeyCount, targetName, judge.AddTarget);
        await left.NextAsync();
        await right.NextAsync();
        if (left.Row is null && right.Row is null && !rules.AllowEmpty)
        {
            throw new HarunireException(VerifyErrors.NothingToCompare, $"{legacyName} and {targetName} are both empty", legacyName, "allow it in the mapping with 'allow empty: true' where that is right");
        }

        while (left.Row is not null || right.Row is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = left.Row is null ? 1 : right.Row is null ? -1 : left.Key.AsSpan().SequenceCompareTo(right.Key);
            judge.Judge(order <= 0 ? left : null, order >= 0 ? right : null);
            if (order <= 0)
            {
                await left.NextAsync();
            }

            if (order >= 0)
            {
                await right.NextAsync();
            }
        }

        await judge.SettleAsync(cancellationToken);
        return judge.ToOutcome(left.Rows, right.Rows);
    }
}
