namespace Harunire.Engine.State;

/// <summary>Equality of keys in words, also for spans, so that a look-up makes no array.</summary>
internal sealed class WordsComparer : IEqualityComparer<ulong[]>, IAlternateEqualityComparer<ReadOnlySpan<ulong>, ulong[]>
{
    public static WordsComparer Instance { get; } = new();

    public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<ulong> alternate, ulong[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ulong[] obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<ulong> alternate) => unchecked((int)WordHash.Of(alternate));

    public ulong[] Create(ReadOnlySpan<ulong> alternate) => alternate.ToArray();
}
