using System.Numerics;
using System.Runtime.InteropServices;
using Harunire.Model.Errors;

namespace Harunire.Engine.State;

/// <summary>The entries whose hash begins with the page's prefix: the unit that is read, written and leaves memory.</summary>
/// <remarks>
/// An entry is hash, lengths, key and values, one after the other in one array of words; that array is the page's durable form.
/// A table of 32-bit places (fingerprint and entry number) finds entries; it is made anew when a page is read.
/// As long as all entries are of one length, their starts need no table (benchmark "engine": a miss of the cache less for each row).
/// </remarks>
internal sealed class StatePage(int depth, ulong prefix, int valueWords, bool indexedByGroup)
{
    /// <summary>A page with more words is split.</summary>
    public const int MostWords = 2048;

    private const int Header = 2;
    private const int MostEntries = ushort.MaxValue - 1;
    private readonly ulong _mask = depth == 0 ? 0 : ulong.MaxValue << (64 - depth);
    private ulong[] _words = [];
    private int[] _starts = [];
    private uint[] _places = [];

    /// <summary>The length of every entry; 0 where they differ and <see cref="_starts"/> counts.</summary>
    private int _stride;
    private int _used;
    private int _dead;

    /// <summary>How many leading bits of the hash are the prefix.</summary>
    public int Depth { get; } = depth;

    public ulong Prefix { get; } = prefix;

    public int Count { get; private set; }

    /// <summary>Changes whenever an entry moves.</summary>
    public int Version { get; private set; }

    public bool IsResident { get; private set; } = true;

    /// <summary>True where the last checkpoint holds it, perhaps with other contents.</summary>
    public bool IsStored { get; set; }

    public bool IsDirty { get; set; }

    public long LastUsed { get; set; }

    public int CapacityWords => _words.Length + ((_starts.Length + _places.Length) / 2);

    public bool IsOverfull => _used - _dead > MostWords && Count > 1;

    public bool Covers(ulong hash) => ((hash ^ Prefix) & _mask) == 0;

    public ulong Hash(int slot) => _words[Start(slot)];

    public ReadOnlySpan<ulong> Key(int slot)
    {
        var start = Start(slot);
        return _words.AsSpan(start + Header, KeyLength(start));
    }

    /// <summary>How many words of the key are the group's.</summary>
    public int GroupLength(int slot) => (int)(_words[Start(slot) + 1] >> 32);

    public Span<ulong> Values(int slot)
    {
        var start = Start(slot);
        return _words.AsSpan(start + Header + KeyLength(start), valueWords);
    }

    /// <summary>-1 where there is none.</summary>
    public int Find(ulong hash, ReadOnlySpan<ulong> key)
    {
        if (Count == 0)
        {
            return -1;
        }

        var mask = _places.Length - 1;
        var fingerprint = unchecked((uint)hash) << 16;
        for (var at = FirstPlace(hash) & mask; _places[at] != 0; at = (at + 1) & mask)
        {
            var place = _places[at];
            if ((place & 0xFFFF0000) == fingerprint)
            {
                var slot = (int)(place & 0xFFFF) - 1;
                if (Hash(slot) == hash && Key(slot).SequenceEqual(key))
                {
                    return slot;
                }
            }
        }

        return -1;
    }

    /// <summary>Reads what <see cref="Find"/> will read first, so that the misses of several rows overlap.</summary>
    public uint PeekPlace(ulong hash) => _places.Length == 0 ? 0 : _places[FirstPlace(hash) & (_places.Length - 1)];

    /// <summary>Reads the beginning and the values of the entry that is likely the hash's.</summary>
    public ulong PeekEntry(ulong hash)
    {
        var place = PeekPlace(hash);
        if (place == 0)
        {
            return 0;
        }

        var start = Start((int)(place & 0xFFFF) - 1);
        return _words[start] ^ _words[Math.Min(start + 8, _used - 1)];
    }

    /// <summary>The next entry of a group in a page that is indexed by group; -1 at the end.</summary>
    /// <param name="place">-1 to begin; moved on.</param>
    public int NextOfGroup(ulong hash, ReadOnlySpan<ulong> group, ref int place)
    {
        if (Count == 0)
        {
            return -1;
        }

        var mask = _places.Length - 1;
        place = place < 0 ? FirstPlace(hash) & mask : (place + 1) & mask;
        for (; _places[place] != 0; place = (place + 1) & mask)
        {
            var slot = (int)(_places[place] & 0xFFFF) - 1;
            if (IsOfGroup(slot, hash, group))
            {
                return slot;
            }
        }

        return -1;
    }

    public bool IsOfGroup(int slot, ulong hash, ReadOnlySpan<ulong> group) =>
        group.IsEmpty || ((Hash(slot) ^ hash) >> 32 == 0 && GroupLength(slot) == group.Length && Key(slot)[..group.Length].SequenceEqual(group));

    /// <summary>A new entry with zeros as values.</summary>
    public int Add(ulong hash, ReadOnlySpan<ulong> key, int groupLength)
    {
        if (Count >= MostEntries)
        {
            throw new InvalidOperationException("A page of state can't hold more entries.");
        }

        var length = Header + key.Length + valueWords;
        Reserve(length);
        var entry = _words.AsSpan(_used, length);
        entry[0] = hash;
        entry[1] = ((ulong)groupLength << 32) | (uint)key.Length;
        key.CopyTo(entry[Header..]);
        entry[(Header + key.Length)..].Clear();
        if (_stride == 0)
        {
            _starts[Count] = _used;
        }

        Count++;
        _used += length;
        if (Count * 2 > _places.Length)
        {
            MakePlaces(Math.Max(16, _places.Length * 2));
        }
        else
        {
            Place(Count - 1);
        }

        return Count - 1;
    }

    /// <summary>The last entry takes its slot.</summary>
    public void Remove(int slot)
    {
        Unplace(slot);
        var last = Count - 1;
        var at = slot == last ? 0 : PlaceOf(last);
        if (slot != last)
        {
            _places[at] = (_places[at] & 0xFFFF0000) | (uint)(slot + 1);
        }

        if (_stride != 0)
        {
            _words.AsSpan(last * _stride, _stride).CopyTo(_words.AsSpan(slot * _stride));
            _used -= _stride;
        }
        else
        {
            _dead += EntryLength(_starts[slot]);
            _starts[slot] = _starts[last];
        }

        Count--;
        Version++;
        if (_dead > 256 && _dead > _used / 2)
        {
            Compact();
        }
    }

    /// <summary>The first bit in which two hashes differ; -1 where all are one.</summary>
    public int PartingBit()
    {
        var differences = 0UL;
        for (var slot = 1; slot < Count; slot++)
        {
            differences |= Hash(slot) ^ Hash(0);
        }

        return differences == 0 ? -1 : BitOperations.LeadingZeroCount(differences);
    }

    public void MoveTo(StatePage left, StatePage right)
    {
        left._words = GC.AllocateUninitializedArray<ulong>((_used / 2) + 512);
        right._words = GC.AllocateUninitializedArray<ulong>((_used / 2) + 512);
        for (var slot = 0; slot < Count; slot++)
        {
            var side = left.Covers(Hash(slot)) ? left : right;
            var target = side.Add(Hash(slot), Key(slot), GroupLength(slot));
            Values(slot).CopyTo(side.Values(target));
        }
    }

    public byte[] ToBytes()
    {
        Compact();
        return MemoryMarshal.AsBytes(_words.AsSpan(0, _used)).ToArray();
    }

    public void Load(ReadOnlySpan<byte> bytes)
    {
        _words = MemoryMarshal.Cast<byte, ulong>(bytes).ToArray();
        (_used, _dead, IsResident) = (_words.Length, 0, true);
        var starts = new List<int>();
        for (var start = 0; start < _used; start += EntryLength(start))
        {
            if (start + Header > _used || KeyLength(start) > _used || start + EntryLength(start) > _used || !Covers(_words[start]))
            {
                throw new HarunireException(EngineErrors.StateDamaged, "a page of the state holds what is not its own");
            }

            starts.Add(start);
        }

        if (bytes.Length % sizeof(ulong) != 0 || starts.Count > MostEntries)
        {
            throw new HarunireException(EngineErrors.StateDamaged, "a page of the state has a wrong length");
        }

        Count = starts.Count;
        var length = Count == 0 ? 0 : EntryLength(0);
        _stride = starts.TrueForAll(start => EntryLength(start) == length) ? length : 0;
        _starts = _stride == 0 ? [.. starts] : [];
        var size = 16;
        while (size < Count * 2)
        {
            size *= 2;
        }

        MakePlaces(size);
    }

    /// <summary>Leaves memory; its contents are those of the last checkpoint.</summary>
    public void Evict()
    {
        (_words, _starts, _places) = ([], [], []);
        (_used, _dead, Count, _stride, IsResident) = (0, 0, 0, 0, false);
        Version++;
    }

    private int Start(int slot) => _stride != 0 ? slot * _stride : _starts[slot];

    private int KeyLength(int start) => (int)(_words[start + 1] & int.MaxValue);

    private int EntryLength(int start) => Header + KeyLength(start) + valueWords;

    private int FirstPlace(ulong hash) => (int)((indexedByGroup ? hash >> 32 : hash >> 16) & int.MaxValue);

    private void Reserve(int length)
    {
        if (Count == 0)
        {
            (_used, _dead, _stride) = (0, 0, length);
        }
        else if (_stride != 0 && _stride != length)
        {
            _starts = new int[Count * 2];
            for (var slot = 0; slot < Count; slot++)
            {
                _starts[slot] = slot * _stride;
            }

            _stride = 0;
        }

        if (_stride == 0 && Count == _starts.Length)
        {
            Array.Resize(ref _starts, Math.Max(8, Count * 2));
        }

        if (_used + length > _words.Length)
        {
            Array.Resize(ref _words, Math.Max(_used + length, Math.Min(_words.Length * 2, _words.Length + 1024)));
        }
    }

    private void Place(int slot)
    {
        var hash = Hash(slot);
        var mask = _places.Length - 1;
        var at = FirstPlace(hash) & mask;
        while (_places[at] != 0)
        {
            at = (at + 1) & mask;
        }

        _places[at] = (unchecked((uint)hash) << 16) | (uint)(slot + 1);
    }

    private void MakePlaces(int size)
    {
        _places = new uint[size];
        for (var slot = 0; slot < Count; slot++)
        {
            Place(slot);
        }
    }

    private int PlaceOf(int slot)
    {
        var mask = _places.Length - 1;
        var at = FirstPlace(Hash(slot)) & mask;
        while ((_places[at] & 0xFFFF) != slot + 1)
        {
            at = (at + 1) & mask;
        }

        return at;
    }

    // Linear probing without tombstones: what follows moves up unless it would pass its own first place.
    private void Unplace(int slot)
    {
        var mask = _places.Length - 1;
        var hole = PlaceOf(slot);
        for (var at = (hole + 1) & mask; _places[at] != 0; at = (at + 1) & mask)
        {
            var first = FirstPlace(Hash((int)(_places[at] & 0xFFFF) - 1)) & mask;
            if (((at - first) & mask) >= ((at - hole) & mask))
            {
                _places[hole] = _places[at];
                hole = at;
            }
        }

        _places[hole] = 0;
    }

    private void Compact()
    {
        if (_dead == 0)
        {
            return;
        }

        var words = new ulong[_used - _dead];
        var at = 0;
        for (var slot = 0; slot < Count; slot++)
        {
            var length = EntryLength(_starts[slot]);
            _words.AsSpan(_starts[slot], length).CopyTo(words.AsSpan(at));
            _starts[slot] = at;
            at += length;
        }

        (_words, _used, _dead) = (words, at, 0);
    }
}
