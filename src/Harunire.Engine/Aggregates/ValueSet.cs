using Harunire.Engine.Rows;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>How often each value of one argument is there, by group: for MIN, MAX and what is DISTINCT. All sets of an operator share one table.</summary>
internal sealed class ValueSet(StateTable table, int number, CellLayout layout, bool instants)
{
    private readonly RowPacker _packer = new([layout], instants);
    private readonly DeltaColumn[] _column = new DeltaColumn[1];
    private readonly DeltaColumn[] _single = [new DeltaColumn(layout)];
    private readonly KeyChunk _chunk = new();
    private ulong[] _key = new ulong[16];

    public CellLayout Layout => layout;

    /// <summary>The values that have gone more often than they came.</summary>
    public NegativeKeys Negative { get; } = new();

    /// <summary>Makes the keys of some rows' values, for <see cref="Add"/>.</summary>
    /// <param name="first">The first key's row in the column.</param>
    public void Prepare(KeyChunk groups, DeltaColumn column, int first)
    {
        _column[0] = column;
        _chunk.Clear();
        for (var i = 0; i < groups.Count; i++)
        {
            _chunk.Add((ulong)number, groups.Key(i), _packer.Pack(_column, first + i));
        }

        table.Prefetch(_chunk);
    }

    /// <summary>1 where the value is new, -1 where it has gone, else 0.</summary>
    /// <param name="prepared">Which of the prepared keys.</param>
    public int Add(int prepared, long weight)
    {
        var key = _chunk.Key(prepared);
        var entry = table.FindOrAdd(_chunk.Hash(prepared), key, _chunk.GroupLength(prepared), out _);
        ref var count = ref entry.Values[0];
        var before = unchecked((long)count);
        var after = before + weight;
        count = unchecked((ulong)after);
        if ((before | after) < 0)
        {
            Negative.Changed(key, _chunk.GroupLength(prepared), before, after);
        }

        if (after == 0)
        {
            table.Remove(entry);
        }

        return (after == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
    }

    public bool Contains(ReadOnlySpan<ulong> group, in Datum value)
    {
        _single[0].Clear();
        _single[0].Append(in value);
        var key = KeyOf(group, _packer.Pack(_single, 0), out var hash);
        return table.TryFind(hash, key, out _);
    }

    /// <summary>Hands all values of a group to the heap.</summary>
    public void CopyTo(ReadOnlySpan<ulong> group, ExtremeHeap heap)
    {
        Span<Datum> value = [Datum.Null];
        for (var cursor = table.Group(KeyOf(group, [], out _)); cursor.Next();)
        {
            _packer.Unpack(cursor.Member, value);
            heap.Collect(in value[0]);
        }
    }

    private ReadOnlySpan<ulong> KeyOf(ReadOnlySpan<ulong> group, ReadOnlySpan<ulong> value, out ulong hash)
    {
        var length = 1 + group.Length + value.Length;
        if (_key.Length < length)
        {
            _key = new ulong[length * 2];
        }

        _key[0] = (ulong)number;
        group.CopyTo(_key.AsSpan(1));
        value.CopyTo(_key.AsSpan(1 + group.Length));
        hash = WordHash.OfMember(_key.AsSpan(0, 1 + group.Length), value);
        return _key.AsSpan(0, length);
    }
}
