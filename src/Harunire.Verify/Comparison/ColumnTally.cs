using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>The running counts and sums of one column.</summary>
internal sealed class ColumnTally(ComparedColumn column)
{
    private static readonly RuleNeeded[] Kinds = [RuleNeeded.Scale, RuleNeeded.Tolerance, RuleNeeded.Padding, RuleNeeded.Grain];
    private readonly long[] _rules = new long[Kinds.Length];
    private long _compared;
    private long _equal;
    private long _different;
    private OracleNumber? _largest;
    private OracleNumber _legacySum;
    private OracleNumber _targetSum;

    // Keys that are numbers are identifiers; their sum is no money.
    private bool Sums => column is { IsNumeric: true, IsKey: false, Rule.Excluded: null };

    public void AddLegacy(in Datum value) => _legacySum = Add(_legacySum, value);

    public void AddTarget(in Datum value) => _targetSum = Add(_targetSum, value);

    public RuleNeeded Compare(in Datum legacy, in Datum target)
    {
        if (column.Rule.Excluded is not null)
        {
            return RuleNeeded.None;
        }

        var needed = ValueComparison.Compare(legacy, target, column.Rule);
        _compared++;
        if (needed == RuleNeeded.None)
        {
            _equal++;
            return needed;
        }

        if (legacy.Kind == DatumKind.Number && target.Kind == DatumKind.Number)
        {
            var size = (target.AsNumber - legacy.AsNumber).Abs();
            _largest = _largest is { } largest && largest >= size ? largest : size;
        }

        if (needed == RuleNeeded.Different)
        {
            _different++;
            return needed;
        }

        for (var i = 0; i < Kinds.Length; i++)
        {
            _rules[i] += needed.HasFlag(Kinds[i]) ? 1 : 0;
        }

        return needed;
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

    private OracleNumber Add(OracleNumber sum, in Datum value) =>
        Sums && value.Kind == DatumKind.Number ? sum + value.AsNumber : sum;
}
