using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>Counts keys and failures by the value of each key column, up to a number of values.</summary>
internal sealed class SegmentTally(ImmutableArray<ComparedColumn> keys)
{
    private const int MostValues = 20_000;
    private const int MostSegments = 10;
    private readonly Dictionary<Datum, (long Keys, long Failing)>?[] _counts = [.. keys.Select(_ => new Dictionary<Datum, (long, long)>())];
    private long _total;
    private long _failing;

    public ImmutableArray<string> Uncounted => [.. keys.Where((_, i) => _counts[i] is null).Select(k => k.Name)];

    public void Add(Datum[] row, bool fails)
    {
        _total++;
        _failing += fails ? 1 : 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] is not { } counts)
            {
                continue;
            }

            var (all, failing) = counts.GetValueOrDefault(row[i]);
            counts[row[i]] = (all + 1, failing + (fails ? 1 : 0));
            if (counts.Count > MostValues)
            {
                _counts[i] = null;
            }
        }
    }

    /// <summary>Values with at least two failures and more than their share of the keys gives, the most telling first.</summary>
    public ImmutableArray<Segment> ToSegments()
    {
        if (_failing == 0)
        {
            return [];
        }

        var segments = new List<Segment>();
        for (var i = 0; i < _counts.Length; i++)
        {
            foreach (var (value, (all, failing)) in _counts[i] ?? [])
            {
                var over = (double)failing / _failing / ((double)all / _total);
                if (failing > 1 && over > 1.05)
                {
                    segments.Add(new Segment(keys[i].Name, Cell.Print(value), failing, all, over));
                }
            }
        }

        // The excess over what chance would give weighs both size and over-representation.
        return [.. segments
            .OrderByDescending(s => s.Failing * (1 - (1 / s.OverRepresentation)))
            .ThenBy(s => s.Column, StringComparer.Ordinal).ThenBy(s => s.Value, StringComparer.Ordinal)
            .Take(MostSegments)];
    }
}
