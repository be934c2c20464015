using System.Numerics;
using System.Runtime.InteropServices;
using Harunire.Engine.State;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>Exact sums of the numbers that have no word, by group: fixed-point with every digit that a NUMBER can have.</summary>
internal sealed class WideSums(StateTable table, int number)
{
    /// <summary>The last of 40 digits of 1E-130 stands at 10^-169.</summary>
    private const int Scale = 170;

    /// <summary>10^(126+170) takes 984 bits, and 2^63 weights 63 more.</summary>
    public const int ValueWords = 17;

    private ulong[] _key = new ulong[16];

    /// <summary>False where nothing is left of the sum.</summary>
    public bool Add(ReadOnlySpan<ulong> group, in OracleNumber value, long weight)
    {
        var key = KeyOf(group);
        var entry = table.FindOrAdd(WordHash.Of(key), key, key.Length, out _);
        value.ToUnscaled(Scale, out var unscaled);
        var sum = Read(entry.Values) + (unscaled * weight);
        if (sum.IsZero)
        {
            table.Remove(entry);
            return false;
        }

        var bytes = MemoryMarshal.AsBytes(entry.Values);
        bytes.Fill(sum.Sign < 0 ? byte.MaxValue : (byte)0);
        return sum.TryWriteBytes(bytes, out _) ? true : throw new OverflowException("A sum is beyond the words that every sum of NUMBERs fits.");
    }

    /// <summary>The sum of a group with its narrow part, rounded to Oracle's digits.</summary>
    public OracleNumber Total(ReadOnlySpan<ulong> group, Int128 narrow, int scale)
    {
        var key = KeyOf(group);
        var wide = table.TryFind(WordHash.Of(key), key, out var entry) ? Read(entry.Values) : BigInteger.Zero;
        return OracleNumber.FromBigInteger(wide + ((BigInteger)narrow * BigInteger.Pow(10, Scale - scale)), Scale);
    }

    private static BigInteger Read(ReadOnlySpan<ulong> words) => new(MemoryMarshal.AsBytes(words));

    private ReadOnlySpan<ulong> KeyOf(ReadOnlySpan<ulong> group)
    {
        if (_key.Length <= group.Length)
        {
            _key = new ulong[(group.Length + 1) * 2];
        }

        _key[0] = (ulong)number;
        group.CopyTo(_key.AsSpan(1));
        return _key.AsSpan(0, group.Length + 1);
    }
}
