using System.Numerics;

namespace Harunire.Model.Values;

public readonly partial struct OracleNumber
{
    /// <summary>ROUND(n, digits): half away from zero; negative digits round before the decimal point.</summary>
    public OracleNumber Round(int digits = 0) => Cut(digits, round: true);

    /// <summary>TRUNC(n, digits): towards zero.</summary>
    public OracleNumber Truncate(int digits = 0) => Cut(digits, round: false);

    public OracleNumber Floor()
    {
        var whole = Truncate();
        return IsNegative && !whole.Equals(this) ? whole - One : whole;
    }

    public OracleNumber Ceiling()
    {
        var whole = Truncate();
        return !IsNegative && !whole.Equals(this) ? whole + One : whole;
    }

    private OracleNumber Cut(int digits, bool round)
    {
        var drop = -(long)Exponent - digits;
        if (drop <= 0 || IsZero)
        {
            return this;
        }

        if (drop > 40)
        {
            return default;
        }

        var count = (int)drop;
        if (Is64)
        {
            // 10^20 is above 64 bits, and twice any 64-bit number too.
            if (count > 19)
            {
                return default;
            }

            var power = PowersOfTen.Longs[count];
            var (quotient, remainder) = Math.DivRem(_low, power);
            return Create(IsNegative, round && remainder >= power / 2 ? quotient + 1 : quotient, Exponent + count);
        }

        if (Is128 && count <= 38)
        {
            var power = PowersOfTen.Wides[count];
            var (quotient, remainder) = UInt128.DivRem(Coefficient128, power);
            return Create(IsNegative, round && remainder >= power / 2 ? quotient + 1 : quotient, Exponent + count);
        }

        var divisor = PowersOfTen.Big(count);
        var coefficient = BigInteger.DivRem(Coefficient, divisor, out var rest);
        return Create(IsNegative, round && rest >= divisor / 2 ? coefficient + 1 : coefficient, Exponent + count);
    }
}
