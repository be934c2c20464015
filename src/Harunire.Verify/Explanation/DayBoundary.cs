using Harunire.Model.Values;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Explanation;

/// <summary>Tests whether a difference is rows near midnight that one side counts on the neighbouring day.</summary>
/// <remarks>The neighbour is the key with the day before or after and all else equal; it must fail by the same rows the other way round.</remarks>
internal static class DayBoundary
{
    private const long DaySeconds = 86400;

    /// <summary>Time zones lie up to 14 hours apart from UTC.</summary>
    private const long LargestShift = 14 * 3600;

    public static bool Explains(Suspect key, SuspectList all)
    {
        for (var k = 0; k < key.Key.Key.Length; k++)
        {
            if (!ValueEquality.TryMoment(key.Key.Key[k], out var day))
            {
                continue;
            }

            foreach (var neighbour in all.All)
            {
                if (!ReferenceEquals(neighbour, key)
                    && IsNeighbour(key.Key.Key, neighbour.Key.Key, k, day)
                    && Opposite(key, neighbour)
                    && RowsMoved(key, neighbour, day))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsNeighbour(Datum[] key, Datum[] other, int dayColumn, long day)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (i == dayColumn
                ? !ValueEquality.TryMoment(other[i], out var otherDay) || Math.Abs(otherDay - day) != DaySeconds
                : !ValueEquality.AreEqual(key[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }

    // What one key has too much, the other has too little, in each number that differs in either.
    private static bool Opposite(Suspect key, Suspect other)
    {
        var any = false;
        for (var i = 0; i < key.Columns.Length; i++)
        {
            if (!key.Columns[i].IsNumeric || key.Columns[i].IsKey || key.Columns[i].Rule.Excluded is not null)
            {
                continue;
            }

            var sum = Difference(key, i) + Difference(other, i);
            any |= !Difference(key, i).IsZero;
            if (!sum.IsZero)
            {
                return false;
            }
        }

        return any;
    }

    // The base rows, where they are known, must hold the moved amount: it is the sum of those nearest to the midnight between the two days.
    private static bool RowsMoved(Suspect key, Suspect other, long day)
    {
        _ = ValueEquality.TryMoment(other.Key.Key.FirstOrDefault(d => ValueEquality.TryMoment(d, out var moment) && Math.Abs(moment - day) == DaySeconds), out var otherDay);
        var midnight = Math.Max(day, otherDay);
        var near = (key.Opinion?.BaseRows ?? []).Concat(other.Opinion?.BaseRows ?? [])
            .Select(row => (Row: row, Known: ValueEquality.TryMoment(row.Moment, out var moment), Distance: moment - midnight))
            .Where(r => r.Known)
            .ToList();
        return near.Count == 0
            || SumsUp(key, near.Where(r => r.Distance is < 0 and >= -LargestShift).OrderByDescending(r => r.Distance).Select(r => r.Row))
            || SumsUp(key, near.Where(r => r.Distance is >= 0 and <= LargestShift).OrderBy(r => r.Distance).Select(r => r.Row));
    }

    private static bool SumsUp(Suspect key, IEnumerable<BaseRow> rows)
    {
        var sums = new Dictionary<int, OracleNumber>();
        foreach (var row in rows)
        {
            for (var i = 0; i < key.Columns.Length; i++)
            {
                if (row.Terms.TryGetValue(key.Columns[i].Name, out var term))
                {
                    sums[i] = sums.GetValueOrDefault(i) + (term.Kind == DatumKind.Number ? term.AsNumber : OracleNumber.Zero);
                }
            }

            if (sums.All(s => s.Value.Abs() == Difference(key, s.Key).Abs()))
            {
                return true;
            }
        }

        return false;
    }

    private static OracleNumber Difference(Suspect key, int column) => Number(key.Key.Target, column) - Number(key.Key.Legacy, column);

    private static OracleNumber Number(Datum[]? row, int column) =>
        row is not null && row[column].Kind == DatumKind.Number ? row[column].AsNumber : OracleNumber.Zero;
}
