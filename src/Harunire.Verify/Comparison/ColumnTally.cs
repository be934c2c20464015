using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>The running counts and sums of one column.</summary>
internal sealed class ColumnTally(ComparedColumn column)
{
    private static readonly RuleNeeded[] Kinds = [RuleNeeded.Scale, RuleNeeded.Tolerance, RuleNeeded.Padding, RuleNeeded.Grain, RuleNeeded.AsOf];
    private readonly long[] _rules = new long[Kinds.Length];
    private long _compared;
    private long _equal;
    private long _different;
    private OracleNumber? _largest;
    private OracleNumber _legacySum;
    private OracleNumber _targetSum;

    // Keys that are numbers are identifiers; their sum is no money.
    private bool Sums => column is { IsNumeric: true, IsKey: false, Rule.Excluded: null };

    public void AddLegacy(in Datum value) => _legacySum += Amount(value);

    public void AddTarget(in Datum value) => _targetSum += Amount(value);

    /// <summary>A key was read again later: its first values no longer count.</summary>
    public void Replace(in Datum legacyBefore, in Datum legacy, in Datum targetBefore, in Datum target)
    {
        _legacySum += Amount(legacy) - Amount(legacyBefore);
        _targetSum += Amount(target) - Amount(targetBefore);
    }

    public RuleNeeded Compare(in Datum legacy, in Datum target) =>
        column.Rule.Excluded is null ? ValueComparison.Compare(legacy, target, column.Rule) : RuleNeeded.None;

    public void Count(RuleNeeded needed, in Datum legacy, in Datum target)
    {
        if (column.Rule.Excluded is not null)
        {
            return;
        }

        _compared++;
        if (needed == RuleNeeded.None)
        {
            _equal++;
            return;
        }

        if (legacy.Kind == DatumKind.Number && target.Kind == DatumKind.Number)
        {
            var size = (target.AsNumber - legacy.AsNumber).Abs();
            _largest = _largest is { } largest && largest >= size ? largest : size;
        }

        if (needed == RuleNeeded.Different)
        {
            _different++;
            return;
        }

        for (var i = 0; i < Kinds.Length; i++)
        {
            _rules[i] += needed.HasFlag(Kinds[i]) ? 1 : 0;
        }
    }

    public ColumnOutcome ToOutcome() => new()
    {
        Column = column,
        Compared = _compared,
        Equal = _equal,
        Different = _different,
        Rules = Kinds.Select((kind, i) => KeyValuePair.Create(kind, _rules[i])).Where(r => r.Value > 0).ToImmutableSortedDictionary(),
        Largest = _largest,
        LegacySum = Sums ? _legacySum : null,
        TargetSum = Sums ? _targetSum : null,
    };

    private OracleNumber Amount(in Datum value) => Sums && value.Kind == DatumKind.Number ? value.AsNumber : OracleNumber.Zero;
}
