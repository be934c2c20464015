using System.Buffers;
using Harunire.Model.Values;

namespace Harunire.Engine.State;

/// <summary>A multiset of rows; a row whose weight comes to zero leaves.</summary>
internal sealed class RowBag
{
    private readonly Dictionary<Datum[], RowEntry> _entries = new(RowComparer.Instance);
    private int _negative;

    public bool IsEmpty => _entries.Count == 0;

    public int Count => _entries.Count;

    public bool HasNegative => _negative > 0;

    public Dictionary<Datum[], RowEntry>.ValueCollection Entries => _entries.Values;

    public RowEntry Add(ReadOnlySpan<Datum> row, long weight)
    {
        var lookup = _entries.GetAlternateLookup<ReadOnlySpan<Datum>>();
        if (!lookup.TryGetValue(row, out var entry))
        {
            entry = new RowEntry(row.ToArray());
            _entries.Add(entry.Row, entry);
        }

        _negative -= entry.Weight < 0 ? 1 : 0;
        entry.Weight += weight;
        _negative += entry.Weight < 0 ? 1 : 0;
        if (entry.Weight == 0)
        {
            _entries.Remove(entry.Row);
        }

        return entry;
    }

    public void Write(IBufferWriter<byte> output)
    {
        StateCodec.Write(output, _entries.Count);
        foreach (var entry in _entries.Values)
        {
            StateCodec.Write(output, entry.Row.Length);
            DatumCodec.Write(output, entry.Row);
            StateCodec.Write(output, entry.Weight);
            StateCodec.Write(output, entry.Matches);
        }
    }

    public void Read(ref ReadOnlySpan<byte> input)
    {
        for (var count = StateCodec.Read(ref input); count > 0; count--)
        {
            var row = DatumCodec.Read(ref input, (int)StateCodec.Read(ref input));
            var entry = Add(row, StateCodec.Read(ref input));
            entry.Matches = StateCodec.Read(ref input);
        }
    }
}
