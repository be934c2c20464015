using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>Gives each key its verdict and keeps the counts; keys that may be on their way wait until both streams are read.</summary>
internal sealed class KeyJudge(VerificationRules rules)
{
    private readonly long[] _verdicts = new long[Verdicts.All.Count];
    private readonly ColumnTally[] _columns = [.. rules.Columns.Select(c => new ColumnTally(c))];
    private readonly RuleNeeded[] _needed = new RuleNeeded[rules.Columns.Length];
    private readonly Datum[] _noRow = new Datum[rules.Columns.Length];
    private readonly SegmentTally _segments = new([.. rules.Columns.Where(c => c.IsKey)]);
    private readonly AcceptanceBook _book = new(rules);
    private readonly List<FailingKey> _kept = [];
    private readonly List<FailingKey> _unsettled = [];
    private readonly List<FailingKey> _waiting = [];
    private SettlementSummary? _settlement;

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

    /// <summary>Judges the current key of one side or both.</summary>
    public void Judge(MergeSide? legacy, MergeSide? target)
    {
        var key = (legacy ?? target)!.Row![..rules.KeyCount];
        if (legacy?.Copies > 1 || target?.Copies > 1)
        {
            var reason = legacy?.Copies > 1 ? $"the legacy table has the key {legacy.Copies} times" : $"the target has the key {target!.Copies} times";
            Fail(new FailingKey { Key = key, Verdict = Verdict.Unverifiable, Legacy = legacy?.Row, Target = target?.Row, Differing = [], Reason = reason });
            return;
        }

        var verdict = Compare(legacy?.Row, target?.Row, out var differing);
        if (!verdict.IsFailing())
        {
            Pass(verdict, key, legacy!.Row, target!.Row);
            return;
        }

        var failing = new FailingKey { Key = key, Verdict = verdict, Legacy = legacy?.Row, Target = target?.Row, Differing = differing };
        if (rules.Settlement is null)
        {
            FailOrAccept(failing);
        }
        else if (_waiting.Count < rules.WaitingKeys)
        {
            _waiting.Add(failing);
        }
        else
        {
            Wait(failing, $"more than {rules.WaitingKeys} keys differ; this one was not looked at again");
        }
    }

    /// <summary>Looks again at the keys that wait, and judges them by what they are then.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        var (settled, note) = await rules.Settlement!.SettleAsync(_waiting, cancellationToken);
        var (cleared, asOf, confirmed, inFlight) = (0L, 0L, 0L, 0L);
        foreach (var (key, now) in _waiting.Zip(settled))
        {
            if (now.InFlight is { } reason)
            {
                inFlight++;
                Wait(key, reason);
                continue;
            }

            Replace(key, now);
            var verdict = Compare(now.Legacy, now.Target, out var differing);
            if (!verdict.IsFailing())
            {
                cleared++;
                Pass(verdict, key.Key, now.Legacy, now.Target);
            }
            else if (now.AsOf)
            {
                asOf++;
                PassAsOf(key, differing);
            }
            else if (FailOrAccept(key with { Verdict = verdict, Legacy = now.Legacy, Target = now.Target, Differing = differing }))
            {
                cleared++;
            }
            else
            {
                confirmed++;
            }
        }

        _settlement = new SettlementSummary(_waiting.Count, cleared, asOf, confirmed, inFlight, note);
    }

    public ComparisonOutcome ToOutcome(long legacyRows, long targetRows) => new()
    {
        Verdicts = new VerdictCounts([.. _verdicts]),
        LegacyRows = legacyRows,
        TargetRows = targetRows,
        Columns = [.. _columns.Select(c => c.ToOutcome())],
        FailingKeys = [.. _kept],
        Unsettled = [.. _unsettled],
        Settlement = _settlement,
        Segments = _segments.ToSegments(),
        UncountedSegments = _segments.Uncounted,
        AcceptedUses = _book.Uses,
        Expired = _book.Expired,
    };

    // Leaves in _needed what each column needed, where there are two rows.
    private Verdict Compare(Datum[]? legacy, Datum[]? target, out ImmutableArray<int> differing)
    {
        differing = [];
        if (legacy is null || target is null)
        {
            return legacy is not null ? Verdict.Missing : target is not null ? Verdict.Extra : Verdict.Match;
        }

        var all = RuleNeeded.None;
        ImmutableArray<int>.Builder? found = null;
        for (var i = 0; i < _columns.Length; i++)
        {
            var needed = _needed[i] = _columns[i].Compare(legacy[i], target[i]);
            all |= needed;
            if (needed == RuleNeeded.Different)
            {
                (found ??= ImmutableArray.CreateBuilder<int>()).Add(i);
            }
        }

        differing = found?.ToImmutable() ?? [];
        return found is not null ? Verdict.Different : all == RuleNeeded.None ? Verdict.Match : Verdict.WithinTolerance;
    }

    private void Pass(Verdict verdict, Datum[] key, Datum[]? legacy, Datum[]? target)
    {
        Count(legacy, target);
        Close(verdict, key);
    }

    private void PassAsOf(FailingKey key, ImmutableArray<int> differing)
    {
        foreach (var i in differing)
        {
            _needed[i] = RuleNeeded.AsOf;
        }

        Count(key.Legacy, key.Target);
        Close(Verdict.WithinTolerance, key.Key);
    }

    /// <returns>True where a record accepts it.</returns>
    private bool FailOrAccept(FailingKey failing)
    {
        Count(failing.Legacy, failing.Target);
        if (!_book.Accepts(failing))
        {
            Fail(failing);
            return false;
        }

        Close(Verdict.Accepted, failing.Key);
        return true;
    }

    private void Fail(FailingKey failing)
    {
        if (_kept.Count < rules.KeptKeys)
        {
            _kept.Add(failing);
        }

        Close(failing.Verdict, failing.Key);
    }

    private void Wait(FailingKey failing, string reason)
    {
        if (_unsettled.Count < rules.KeptKeys)
        {
            _unsettled.Add(failing with { Verdict = Verdict.InFlight, Reason = reason });
        }

        Close(Verdict.InFlight, failing.Key);
    }

    private void Close(Verdict verdict, Datum[] key)
    {
        _verdicts[(int)verdict]++;
        _segments.Add(key, verdict.IsFailing());
    }

    // A row that stands on one side only has nothing to be compared with.
    private void Count(Datum[]? legacy, Datum[]? target)
    {
        for (var i = 0; i < _columns.Length && legacy is not null && target is not null; i++)
        {
            _columns[i].Count(_needed[i], legacy[i], target[i]);
        }
    }

    private void Replace(FailingKey key, Settled now)
    {
        var (legacyBefore, legacy) = (key.Legacy ?? _noRow, now.Legacy ?? _noRow);
        var (targetBefore, target) = (key.Target ?? _noRow, now.Target ?? _noRow);
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Replace(legacyBefore[i], legacy[i], targetBefore[i], target[i]);
        }
    }
}
