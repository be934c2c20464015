using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>Compares two values by value, then by the rules that the column declares, and says which of them were needed.</summary>
public static class ValueComparison
{
    public static RuleNeeded Compare(in Datum legacy, in Datum target, ColumnRule rule)
    {
        if (ValueEquality.AreEqual(legacy, target))
        {
            return RuleNeeded.None;
        }

        if (legacy.IsNull || target.IsNull)
        {
            return RuleNeeded.Different;
        }

        if (legacy.Kind == DatumKind.Number && target.Kind == DatumKind.Number)
        {
            return Numbers(legacy.AsNumber, target.AsNumber, rule);
        }

        if (rule.Padding && legacy.Kind == DatumKind.Text && target.Kind == DatumKind.Text)
        {
            return legacy.AsText.AsSpan().TrimEnd(' ').SequenceEqual(target.AsText.AsSpan().TrimEnd(' ')) ? RuleNeeded.Padding : RuleNeeded.Different;
        }

        if (rule.Grain is { } grain && ValueEquality.TryMoment(legacy, out var left) && ValueEquality.TryMoment(target, out var right))
        {
            return Cut(left, grain) == Cut(right, grain) ? RuleNeeded.Grain : RuleNeeded.Different;
        }

        return RuleNeeded.Different;
    }

    private static RuleNeeded Numbers(OracleNumber legacy, OracleNumber target, ColumnRule rule)
    {
        var needed = RuleNeeded.None;
        if (rule.Scale is { } scale)
        {
            needed = RuleNeeded.Scale;
            legacy = legacy.Round(scale);
            target = target.Round(scale);
            if (legacy == target)
            {
                return needed;
            }
        }

        return rule.Tolerance is { } tolerance && (legacy - target).Abs() <= tolerance ? needed | RuleNeeded.Tolerance : RuleNeeded.Different;
    }

    // Seconds since the calendar's start; floored, so that times before it are cut the same way.
    private static long Cut(long seconds, TimeGrain grain)
    {
        long unit = grain switch
        {
            TimeGrain.Second => 1,
            TimeGrain.Minute => 60,
            TimeGrain.Hour => 3600,
            _ => 86400,
        };
        return (long)Math.Floor((decimal)seconds / unit);
    }
}
