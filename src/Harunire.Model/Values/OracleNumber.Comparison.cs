namespace Harunire.Model.Values;

public readonly partial struct OracleNumber
{
    public static bool operator ==(OracleNumber left, OracleNumber right) => left.Equals(right);

    public static bool operator !=(OracleNumber left, OracleNumber right) => !left.Equals(right);

    public static bool operator <(OracleNumber left, OracleNumber right) => left.CompareTo(right) < 0;

    public static bool operator <=(OracleNumber left, OracleNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >(OracleNumber left, OracleNumber right) => left.CompareTo(right) > 0;

    public static bool operator >=(OracleNumber left, OracleNumber right) => left.CompareTo(right) >= 0;

    public int CompareTo(OracleNumber other)
    {
        var sign = Sign;
        if (sign != other.Sign)
        {
            return sign.CompareTo(other.Sign);
        }

        return sign < 0 ? CompareMagnitude(other, this) : CompareMagnitude(this, other);
    }

    private static int CompareMagnitude(OracleNumber left, OracleNumber right)
    {
        var shift = left.Exponent - right.Exponent;
        if (shift == 0)
        {
            var top = (left._bits & TopMask).CompareTo(right._bits & TopMask);
            return top != 0 ? top
                : left._high != right._high ? left._high.CompareTo(right._high)
                : left._low.CompareTo(right._low);
        }

        var power = (left.CountDigits() + left.Exponent).CompareTo(right.CountDigits() + right.Exponent);
        if (power != 0 || left.IsZero)
        {
            return power;
        }

        // The same leading power: the shift is at most 39, and the shifted number has as many digits as the other.
        if (shift < 0)
        {
            return -CompareMagnitude(right, left);
        }

        return right.CountDigits() <= 38
            ? (left.Coefficient128 * PowersOfTen.Wides[shift]).CompareTo(right.Coefficient128)
            : (left.Coefficient * PowersOfTen.Big(shift)).CompareTo(right.Coefficient);
    }
}
