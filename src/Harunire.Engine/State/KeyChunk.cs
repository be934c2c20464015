namespace Harunire.Engine.State;

/// <summary>The keys of some rows that are looked up together, so that the misses of the cache overlap.</summary>
internal sealed class KeyChunk
{
    /// <summary>How many rows at most.</summary>
    public const int Size = 64;

    private readonly int[] _ends = new int[Size];
    private readonly int[] _groupLengths = new int[Size];
    private readonly ulong[] _hashes = new ulong[Size];
    private ulong[] _words = new ulong[Size * 8];

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);

    public ulong Hash(int row) => _hashes[row];

    public ReadOnlySpan<ulong> Key(int row) => _words.AsSpan(Start(row), _ends[row] - Start(row));

    /// <summary>The first words of the key.</summary>
    public ReadOnlySpan<ulong> Group(int row) => _words.AsSpan(Start(row), _groupLengths[row]);

    public int GroupLength(int row) => _groupLengths[row];

    public void Clear() => Count = 0;

    /// <summary>A key that is a group of its own.</summary>
    public void Add(ReadOnlySpan<ulong> key)
    {
        key.CopyTo(Next(key.Length, key.Length));
        _hashes[Count++] = WordHash.Of(key);
    }

    /// <summary>The key of a member of a group.</summary>
    public void Add(ReadOnlySpan<ulong> group, ReadOnlySpan<ulong> member)
    {
        var key = Next(group.Length + member.Length, group.Length);
        group.CopyTo(key);
        member.CopyTo(key[group.Length..]);
        _hashes[Count++] = WordHash.OfMember(group, member);
    }

    /// <summary>The key of a member of a numbered part of a group.</summary>
    public void Add(ulong number, ReadOnlySpan<ulong> group, ReadOnlySpan<ulong> member)
    {
        var key = Next(1 + group.Length + member.Length, 1 + group.Length);
        key[0] = number;
        group.CopyTo(key[1..]);
        member.CopyTo(key[(1 + group.Length)..]);
        _hashes[Count++] = WordHash.OfMember(key[..(1 + group.Length)], member);
    }

    private int Start(int row) => row == 0 ? 0 : _ends[row - 1];

    private Span<ulong> Next(int length, int groupLength)
    {
        var start = Start(Count);
        if (start + length > _words.Length)
        {
            Array.Resize(ref _words, (start + length) * 2);
        }

        _ends[Count] = start + length;
        _groupLengths[Count] = groupLength;
        return _words.AsSpan(start, length);
    }
}
