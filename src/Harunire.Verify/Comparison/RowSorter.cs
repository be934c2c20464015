using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>Puts rows in key order, in memory, for sources that can't.</summary>
public static class RowSorter
{
    public static async IAsyncEnumerable<Datum[]> SortAsync(
        IAsyncEnumerable<Datum[]> rows, int[] keyOrdinals, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = new List<(byte[] Key, Datum[] Row)>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            all.Add((KeyEncoding.Encode([.. keyOrdinals.Select(k => row[k])]), row));
        }

        all.Sort(static (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        foreach (var (_, row) in all)
        {
            yield return row;
        }
    }
}
