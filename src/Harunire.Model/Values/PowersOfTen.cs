using System.Numerics;

namespace Harunire.Model.Values;

/// <summary>Powers of ten in each width, and how many decimal digits a number has.</summary>
internal static class PowersOfTen
{
    private static readonly BigInteger[] Bigs = MakeBigs();

    /// <summary>10^0 to 10^19.</summary>
    public static ulong[] Longs { get; } = MakeLongs();

    /// <summary>10^0 to 10^38.</summary>
    public static UInt128[] Wides { get; } = MakeWides();

    public static BigInteger Big(int power) => power < Bigs.Length ? Bigs[power] : BigInteger.Pow(10, power);

    /// <summary>At least 1.</summary>
    public static int CountDigits(ulong value)
    {
        // 1233 / 4096 is just below log10(2).
        var digits = ((BitOperations.Log2(value | 1) + 1) * 1233) >> 12;
        return value < Longs[digits] ? Math.Max(digits, 1) : digits + 1;
    }

    /// <summary>At least 1.</summary>
    public static int CountDigits(UInt128 value)
    {
        var high = (ulong)(value >> 64);
        if (high == 0)
        {
            return CountDigits((ulong)value);
        }

        var digits = ((BitOperations.Log2(high) + 65) * 1233) >> 12;
        return value < Wides[digits] ? digits : digits + 1;
    }

    /// <summary>At least 1; the value is not negative.</summary>
    public static int CountDigits(BigInteger value)
    {
        var digits = Math.Max((int)(value.GetBitLength() * 30102 / 100000), 1);
        while (value >= Big(digits))
        {
            digits++;
        }

        return digits;
    }

    private static ulong[] MakeLongs()
    {
        var powers = new ulong[20];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }

    private static UInt128[] MakeWides()
    {
        var powers = new UInt128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }

    private static BigInteger[] MakeBigs()
    {
        var powers = new BigInteger[320];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
