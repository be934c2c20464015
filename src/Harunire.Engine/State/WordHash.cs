namespace Harunire.Engine.State;

/// <summary>A hash of words, the same in each process: the pages of a state file are found by it.</summary>
internal static class WordHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;

    public static ulong Of(ReadOnlySpan<ulong> words)
    {
        unchecked
        {
            var hash = First;
            foreach (var word in words)
            {
                var high = Math.BigMul(hash ^ word, Second, out var low);
                hash = high ^ low ^ First;
            }

            var end = Math.BigMul(hash, First, out var rest);
            return end ^ rest;
        }
    }

    /// <summary>Entries of one group follow each other in the order of hashes, spread by their own part within it.</summary>
    public static ulong OfMember(ReadOnlySpan<ulong> group, ReadOnlySpan<ulong> member) =>
        group.IsEmpty ? Of(member) : OfGroup(group) | (Of(member) >> 32);

    /// <summary>The upper half of the hashes of a group's members; the lower half is 0.</summary>
    public static ulong OfGroup(ReadOnlySpan<ulong> group) => Of(group) & 0xFFFFFFFF_00000000;
}
