using System.Runtime.InteropServices;

namespace Harunire.Model.Values;

/// <summary>Hashes that are the same in each process, so that a replay meets its groups in the same order.</summary>
internal static class StableHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    public static int Combine(ulong first, ulong second)
    {
        unchecked
        {
            var mixed = ((first ^ (first >> 32)) * Multiplier) + second;
            mixed = (mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9;
            return (int)(mixed ^ (mixed >> 32));
        }
    }

    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Step(hash, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }

        var rest = 0UL;
        foreach (var each in bytes)
        {
            rest = (rest << 8) | each;
        }

        return Combine(Step(hash, rest), hash);
    }

    public static int Of(string text) => Of(MemoryMarshal.AsBytes(text.AsSpan()));

    private static ulong Step(ulong hash, ulong block)
    {
        unchecked
        {
            hash = (hash ^ block) * Multiplier;
            return hash ^ (hash >> 31);
        }
    }
}
