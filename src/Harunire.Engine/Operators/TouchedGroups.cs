using Harunire.Engine.State;
using Harunire.Model.Deltas;

namespace Harunire.Engine.Operators;

/// <summary>The groups that a step has touched, with what their entries were before. Reused from step to step.</summary>
/// <param name="entryWords">The length of an entry.</param>
/// <param name="layouts">Of the aggregates' results.</param>
internal sealed class TouchedGroups(int entryWords, CellLayout[] layouts)
{
    private const int NotBeyond = -1;
    private Group[] _groups = new Group[16];
    private ulong[] _keys = new ulong[64];
    private ulong[] _before = new ulong[16 * entryWords];
    private int _usedKeys;
    private int _beyondCount;

    public int Count { get; private set; }

    /// <summary>Results that the words of an entry do not tell, to be emitted later.</summary>
    public DeltaColumn[] BeyondColumns { get; } = Array.ConvertAll(layouts, layout => new DeltaColumn(layout));

    public ulong Hash(int group) => _groups[group].Hash;

    public ReadOnlySpan<ulong> Key(int group) => _keys.AsSpan(_groups[group].KeyStart, _groups[group].KeyLength);

    public StateEntry Entry(int group) => _groups[group].Entry;

    public bool Existed(int group) => _groups[group].Existed;

    public bool IsBeyond(int group) => _groups[group].Beyond != NotBeyond;

    public Span<ulong> Before(int group) => _before.AsSpan(group * entryWords, entryWords);

    public int Add(ulong hash, ReadOnlySpan<ulong> key, StateEntry entry, ReadOnlySpan<ulong> before, bool existed)
    {
        if (Count == _groups.Length)
        {
            Array.Resize(ref _groups, Count * 2);
            Array.Resize(ref _before, Count * 2 * entryWords);
        }

        if (_usedKeys + key.Length > _keys.Length)
        {
            Array.Resize(ref _keys, (_usedKeys + key.Length) * 2);
        }

        key.CopyTo(_keys.AsSpan(_usedKeys));
        before.CopyTo(_before.AsSpan(Count * entryWords));
        _groups[Count] = new Group { Hash = hash, KeyStart = _usedKeys, KeyLength = key.Length, Entry = entry, Existed = existed, Beyond = NotBeyond };
        _usedKeys += key.Length;
        return Count++;
    }

    /// <summary>The row last added to <see cref="BeyondColumns"/> is the group's.</summary>
    public void SetBeyond(int group) => _groups[group].Beyond = _beyondCount++;

    public void EmitBeyond(int group, ReadOnlySpan<DeltaColumn> outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i].Append(BeyondColumns[i], _groups[group].Beyond);
        }
    }

    public void Clear()
    {
        foreach (var column in BeyondColumns)
        {
            column.Clear();
        }

        (Count, _usedKeys, _beyondCount) = (0, 0, 0);
    }

    private struct Group
    {
        public ulong Hash;
        public int KeyStart;
        public int KeyLength;
        public StateEntry Entry;
        public bool Existed;
        public int Beyond;
    }
}
