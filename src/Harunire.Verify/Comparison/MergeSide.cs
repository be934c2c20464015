using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>One side of the merge: its current row, with the key's encoding, and how often the key stands there.</summary>
internal sealed class MergeSide(IAsyncEnumerator<Datum[]> rows, int[] ordinals, int keyCount, string name, Action<Datum[]> onRow)
{
    private Datum[]? _ahead;
    private byte[] _aheadKey = [];

    public long Rows { get; private set; }

    /// <summary>The current row in the order of the compared columns; null at the end.</summary>
    public Datum[]? Row { get; private set; }

    public byte[] Key { get; private set; } = [];

    /// <summary>How many rows have the current key.</summary>
    public long Copies { get; private set; }

    public async ValueTask NextAsync()
    {
        if (Rows == 0)
        {
            await FetchAsync();
        }

        Row = _ahead;
        Key = _aheadKey;
        Copies = 0;
        if (Row is null)
        {
            return;
        }

        do
        {
            Copies++;
            await FetchAsync();
        }
        while (_ahead is not null && _aheadKey.AsSpan().SequenceEqual(Key));
    }

    private async ValueTask FetchAsync()
    {
        if (!await rows.MoveNextAsync())
        {
            _ahead = null;
            return;
        }

        Rows++;
        var source = rows.Current;
        var row = new Datum[ordinals.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = ordinals[i] < 0 ? Datum.Null : source[ordinals[i]];
        }

        var key = KeyEncoding.Encode(row.AsSpan(0, keyCount));
        if (_ahead is not null && key.AsSpan().SequenceCompareTo(_aheadKey) < 0)
        {
            throw new HarunireException(
                VerifyErrors.OutOfOrder,
                $"row {Rows} has the key ({string.Join(", ", row.Take(keyCount))}), which lies before ({string.Join(", ", _ahead.Take(keyCount))})",
                name,
                "read the table in the key's order, or sort it first (RowSorter)");
        }

        onRow(row);
        _ahead = row;
        _aheadKey = key;
    }
}
