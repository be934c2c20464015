using System.Numerics;
using Harunire.Model.Errors;

namespace Harunire.Model.Values;

public readonly partial struct OracleNumber
{
    public static OracleNumber operator +(OracleNumber left, OracleNumber right) => Add(left, right);

    public static OracleNumber operator -(OracleNumber left, OracleNumber right) => Add(left, right.Negate());

    public static OracleNumber operator *(OracleNumber left, OracleNumber right) => Multiply(left, right);

    public static OracleNumber operator /(OracleNumber left, OracleNumber right) => Divide(left, right);

    public static OracleNumber operator %(OracleNumber left, OracleNumber right) => Remainder(left, right);

    public static OracleNumber operator -(OracleNumber value) => value.Negate();

    public static OracleNumber Subtract(OracleNumber left, OracleNumber right) => Add(left, right.Negate());

    public static OracleNumber Add(OracleNumber left, OracleNumber right)
    {
        if (left.IsZero)
        {
            return right;
        }

        if (right.IsZero)
        {
            return left;
        }

        if (left.Exponent < right.Exponent)
        {
            (left, right) = (right, left);
        }

        var shift = left.Exponent - right.Exponent;
        if (left.Is64 && right.Is64 && shift <= 19)
        {
            var high = Math.BigMul(left._low, PowersOfTen.Longs[shift], out var low);
            return high == 0
                ? Add(left.IsNegative, low, right.IsNegative, right._low, right.Exponent)
                : Add(left.IsNegative, new UInt128(high, low), right.IsNegative, right._low, right.Exponent);
        }

        if (left.Is128 && right.Is128 && left.CountDigits() + shift <= 38)
        {
            var aligned = left.Coefficient128 * PowersOfTen.Wides[shift];
            if (right.Coefficient128 <= UInt128.MaxValue - aligned)
            {
                return Add(left.IsNegative, aligned, right.IsNegative, right.Coefficient128, right.Exponent);
            }
        }

        return AddBig(left, right, shift);
    }

    public static OracleNumber Multiply(OracleNumber left, OracleNumber right)
    {
        var negative = left.IsNegative != right.IsNegative;
        var exponent = left.Exponent + right.Exponent;
        if (left.Is64 && right.Is64)
        {
            var high = Math.BigMul(left._low, right._low, out var low);
            return high == 0 ? Create(negative, low, exponent) : Create(negative, new UInt128(high, low), exponent);
        }

        return Create(negative, left.Coefficient * right.Coefficient, exponent);
    }

    /// <summary>ORA-01476 where the divisor is 0.</summary>
    public static OracleNumber Divide(OracleNumber dividend, OracleNumber divisor)
    {
        if (divisor.IsZero)
        {
            throw new HarunireException(ValueErrors.DivideByZero, "ORA-01476: divisor is equal to zero", subject: dividend.ToString());
        }

        if (dividend.IsZero)
        {
            return default;
        }

        var negative = dividend.IsNegative != divisor.IsNegative;
        var exponent = dividend.Exponent - divisor.Exponent;
        if (dividend.Is64 && divisor.Is64)
        {
            var (quotient, remainder) = Math.DivRem(dividend._low, divisor._low);
            if (remainder == 0)
            {
                return Create(negative, quotient, exponent);
            }

            if (divisor._low <= uint.MaxValue)
            {
                return DivideBySmall(negative, dividend._low, divisor._low, exponent);
            }
        }

        // Digits beyond the 40th don't matter: half-up looks at the next digit alone, so cutting off 42 digits is exact enough.
        var more = Math.Max(0, 42 + divisor.CountDigits() - dividend.CountDigits());
        return Create(negative, dividend.Coefficient * PowersOfTen.Big(more) / divisor.Coefficient, exponent - more);
    }

    /// <summary>Long division in chunks of nine digits, one digit further than Oracle keeps; the division leaves a remainder.</summary>
    private static OracleNumber DivideBySmall(bool negative, ulong dividend, ulong divisor, int exponent)
    {
        // The quotient's first digit must stand before the decimal point: below 2^32 there is room for it.
        while (dividend < divisor)
        {
            dividend *= 10;
            exponent--;
        }

        var (quotient, remainder) = Math.DivRem(dividend, divisor);
        var digits = PowersOfTen.CountDigits(quotient);
        var wanted = MaxDigitsFor(digits + exponent - 1) + 1;
        var (low, middle, high) = (quotient, 0UL, 0UL);
        while (digits < wanted && remainder != 0)
        {
            var chunk = Math.Min(9, wanted - digits);
            var power = PowersOfTen.Longs[chunk];
            (var next, remainder) = Math.DivRem(remainder * power, divisor);
            MultiplyAdd(ref low, ref middle, ref high, power, next);
            digits += chunk;
            exponent -= chunk;
        }

        if (digits < wanted)
        {
            return Create(negative, new UInt128(middle, low), exponent);
        }

        // The last digit only rounds; what is left of the division below it can't change that.
        var last = DivideByTen(ref low, ref middle, ref high);
        if (last >= 5)
        {
            MultiplyAdd(ref low, ref middle, ref high, 1, 1);
        }

        // An odd coefficient has no trailing zero, and no carry into one digit more.
        return (low & 1) == 0
            ? Create(negative, ((BigInteger)high << 128) | new UInt128(middle, low), exponent + 1)
            : InRange(negative, low, middle, (uint)high, digits - 1, exponent + 1);
    }

    private static void MultiplyAdd(ref ulong low, ref ulong middle, ref ulong high, ulong factor, ulong addend)
    {
        unchecked
        {
            var carry = Math.BigMul(low, factor, out low);
            low += addend;
            carry += low < addend ? 1UL : 0;
            var second = Math.BigMul(middle, factor, out middle);
            middle += carry;
            second += middle < carry ? 1UL : 0;
            high = (high * factor) + second;
        }
    }

    private static ulong DivideByTen(ref ulong low, ref ulong middle, ref ulong high)
    {
        var upper = Math.DivRem(high, 10UL);
        high = upper.Quotient;
        var center = UInt128.DivRem(new UInt128(upper.Remainder, middle), 10);
        middle = (ulong)center.Quotient;
        var lower = UInt128.DivRem(new UInt128((ulong)center.Remainder, low), 10);
        low = (ulong)lower.Quotient;
        return (ulong)lower.Remainder;
    }

    /// <summary>MOD(m, n): the remainder with the sign of m; m where n is 0. Always exact but for Oracle's digits.</summary>
    public static OracleNumber Remainder(OracleNumber dividend, OracleNumber divisor)
    {
        if (divisor.IsZero || dividend.IsZero)
        {
            return dividend;
        }

        var exponent = Math.Min(dividend.Exponent, divisor.Exponent);
        if (dividend.Is64 && divisor.Is64 && dividend.Exponent - exponent <= 19 && divisor.Exponent - exponent <= 19)
        {
            var remainder = (UInt128)dividend._low * PowersOfTen.Longs[dividend.Exponent - exponent]
                % ((UInt128)divisor._low * PowersOfTen.Longs[divisor.Exponent - exponent]);
            return Create(dividend.IsNegative, remainder, exponent);
        }

        var left = dividend.Coefficient * PowersOfTen.Big(dividend.Exponent - exponent);
        var right = divisor.Coefficient * PowersOfTen.Big(divisor.Exponent - exponent);
        return Create(dividend.IsNegative, left % right, exponent);
    }

    /// <summary>The value to an integer power; ORA-01428 for 0 to a negative one.</summary>
    public static OracleNumber Power(OracleNumber value, int exponent)
    {
        if (exponent < 0 && value.IsZero)
        {
            throw new HarunireException(ValueErrors.ArgumentOutOfRange, "ORA-01428: argument '0' is out of range: 0 to a negative power");
        }

        // 80 digits on the way: errors of the cut-off stay far below the 40th.
        var (result, resultExponent) = (BigInteger.One, 0L);
        var (square, squareExponent) = (value.Coefficient, (long)value.Exponent);
        for (var rest = Math.Abs((long)exponent); rest > 0 && !result.IsZero; rest >>= 1)
        {
            if ((rest & 1) != 0)
            {
                (result, resultExponent) = Shorten(result * square, resultExponent + squareExponent);
            }

            if (rest > 1)
            {
                (square, squareExponent) = Shorten(square * square, squareExponent * 2);
            }
        }

        if (exponent < 0)
        {
            var more = PowersOfTen.CountDigits(result) + 80;
            (result, resultExponent) = (PowersOfTen.Big(more) / result, -more - resultExponent);
        }

        return result.IsZero
            ? default
            : Create(value.IsNegative && (exponent & 1) != 0, result, (int)Math.Clamp(resultExponent, -1000, 1000));
    }

    public OracleNumber Negate() => IsZero ? this : new OracleNumber(_low, _high, _bits ^ SignBit);

    public OracleNumber Abs() => new(_low, _high, _bits & ~SignBit);

    private static (BigInteger Coefficient, long Exponent) Shorten(BigInteger coefficient, long exponent)
    {
        var excess = PowersOfTen.CountDigits(coefficient) - 80;
        return excess <= 0 ? (coefficient, exponent) : (coefficient / PowersOfTen.Big(excess), exponent + excess);
    }

    private static OracleNumber Add(bool leftNegative, ulong left, bool rightNegative, ulong right, int exponent)
    {
        if (leftNegative != rightNegative)
        {
            return left >= right ? Create(leftNegative, left - right, exponent) : Create(rightNegative, right - left, exponent);
        }

        var sum = unchecked(left + right);
        return sum >= left ? Create(leftNegative, sum, exponent) : Create(leftNegative, new UInt128(1, sum), exponent);
    }

    /// <summary>The caller has seen to it that the sum fits 128 bits.</summary>
    private static OracleNumber Add(bool leftNegative, UInt128 left, bool rightNegative, UInt128 right, int exponent) =>
        leftNegative == rightNegative ? Create(leftNegative, left + right, exponent)
        : left >= right ? Create(leftNegative, left - right, exponent)
        : Create(rightNegative, right - left, exponent);

    private static OracleNumber AddBig(OracleNumber left, OracleNumber right, int shift)
    {
        var sum = (left.IsNegative ? -left.Coefficient : left.Coefficient) * PowersOfTen.Big(shift);
        sum += right.IsNegative ? -right.Coefficient : right.Coefficient;
        return Create(sum.Sign < 0, BigInteger.Abs(sum), right.Exponent);
    }
}
