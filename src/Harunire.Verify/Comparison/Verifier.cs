using System.Collections.Immutable;
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
        var run = new Run(rules);
        await using var legacyRows = legacy.GetAsyncEnumerator(cancellationToken);
        await using var targetRows = target.GetAsyncEnumerator(cancellationToken);
        var left = new MergeSide(legacyRows, [.. rules.Columns.Select(c => c.LegacyOrdinal)], rules.KeyCount, legacyName, run.AddLegacy);
        var right = new MergeSide(targetRows, [.. rules.Columns.Select(c => c.TargetOrdinal)], rules.KeyCount, targetName, run.AddTarget);
        await left.NextAsync();
        await right.NextAsync();
        if (left.Row is null && right.Row is null && !rules.AllowEmpty)
        {
            throw new HarunireException(VerifyErrors.NothingToCompare, $"{legacyName} and {targetName} are both empty", legacyName, "allow it in the mapping with 'allow_empty: true' where that is right");
        }

        while (left.Row is not null || right.Row is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = left.Row is null ? 1 : right.Row is null ? -1 : left.Key.AsSpan().SequenceCompareTo(right.Key);
            run.Judge(order <= 0 ? left : null, order >= 0 ? right : null);
            if (order <= 0)
            {
                await left.NextAsync();
            }

            if (order >= 0)
            {
                await right.NextAsync();
            }
        }

        return run.ToOutcome(left.Rows, right.Rows);
    }

    private sealed class Run(VerificationRules rules)
    {
        private readonly long[] _verdicts = new long[Verdicts.All.Count];
        private readonly ColumnTally[] _columns = [.. rules.Columns.Select(c => new ColumnTally(c))];
        private readonly SegmentTally _segments = new([.. rules.Columns.Where(c => c.IsKey)]);
        private readonly AcceptanceBook _book = new(rules);
        private readonly List<FailingKey> _kept = [];

        public void AddLegacy(Datum[] row)
        {
            for (var i = 0; i < _columns.Length; i++)
            {
                _columns[i].AddLegacy(row[i]);
            }
        }

        public void AddTarget(Datum[] row)
        {
            for (var i = 0; i < _columns.Length; i++)
            {
                _columns[i].AddTarget(row[i]);
            }
        }

        public void Judge(MergeSide? legacy, MergeSide? target)
        {
            var verdict = Verdict.Match;
            var differing = ImmutableArray<int>.Empty;
            string? reason = null;
            if (legacy?.Copies > 1 || target?.Copies > 1)
            {
                verdict = Verdict.Unverifiable;
                reason = legacy?.Copies > 1 ? $"the legacy table has the key {legacy.Copies} times" : $"the target has the key {target!.Copies} times";
            }
            else if (legacy is null || target is null)
            {
                verdict = legacy is null ? Verdict.Extra : Verdict.Missing;
            }
            else
            {
                (verdict, differing) = Compare(legacy.Row!, target.Row!);
            }

            var key = (legacy ?? target)!.Row![..rules.KeyCount];
            if (verdict.IsFailing())
            {
                var failing = new FailingKey { Key = key, Verdict = verdict, Legacy = legacy?.Row, Target = target?.Row, Differing = differing, Reason = reason };
                if (_book.Accepts(failing))
                {
                    verdict = Verdict.Accepted;
                }
                else if (verdict != Verdict.Unverifiable && rules.InFlight?.Invoke(key) == true)
                {
                    verdict = Verdict.InFlight;
                }
                else if (_kept.Count < rules.KeptKeys)
                {
                    _kept.Add(failing);
                }
            }

            _verdicts[(int)verdict]++;
            _segments.Add(key, verdict.IsFailing());
        }

        public ComparisonOutcome ToOutcome(long legacyRows, long targetRows) => new()
        {
            Verdicts = new VerdictCounts([.. _verdicts]),
            LegacyRows = legacyRows,
            TargetRows = targetRows,
            Columns = [.. _columns.Select(c => c.ToOutcome())],
            FailingKeys = [.. _kept],
            Segments = _segments.ToSegments(),
            UncountedSegments = _segments.Uncounted,
            AcceptedUses = _book.Uses,
            Expired = _book.Expired,
        };

        private (Verdict Verdict, ImmutableArray<int> Differing) Compare(Datum[] legacy, Datum[] target)
        {
            var needed = RuleNeeded.None;
            ImmutableArray<int>.Builder? differing = null;
            for (var i = 0; i < _columns.Length; i++)
            {
                var column = _columns[i].Compare(legacy[i], target[i]);
                needed |= column;
                if (column == RuleNeeded.Different)
                {
                    (differing ??= ImmutableArray.CreateBuilder<int>()).Add(i);
                }
            }

            return differing is not null ? (Verdict.Different, differing.ToImmutable()) : (needed == RuleNeeded.None ? Verdict.Match : Verdict.WithinTolerance, []);
        }
    }
}
