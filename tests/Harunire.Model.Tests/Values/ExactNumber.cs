using System.Numerics;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Values;

/// <summary>The naive twin of NUMBER: a fraction, rounded by laying out its base-100 digits one by one.</summary>
internal readonly record struct ExactNumber(BigInteger Numerator, BigInteger Denominator) : IComparable<ExactNumber>
{
    public static ExactNumber Of(OracleNumber number)
    {
        var text = number.ToPlainString();
        var negative = text.StartsWith('-');
        var point = text.IndexOf('.');
        var digits = BigInteger.Parse(text.Replace("-", "").Replace(".", ""));
        var scale = point < 0 ? 0 : text.Length - point - 1;
        return new ExactNumber(negative ? -digits : digits, BigInteger.Pow(10, scale));
    }

    public static ExactNumber operator +(ExactNumber left, ExactNumber right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static ExactNumber operator *(ExactNumber left, ExactNumber right) => new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    public static ExactNumber operator /(ExactNumber left, ExactNumber right) => new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    public int CompareTo(ExactNumber other) =>
        (Numerator * other.Denominator * (Denominator.Sign * other.Denominator.Sign)).CompareTo(other.Numerator * Denominator * (Denominator.Sign * other.Denominator.Sign));

    /// <summary>Null: overflow.</summary>
    public OracleNumber? Round()
    {
        var (top, bottom) = (BigInteger.Abs(Numerator), BigInteger.Abs(Denominator));
        if (top.IsZero)
        {
            return OracleNumber.Zero;
        }

        // Bring it to 1 <= top/bottom < 100 by steps of 100.
        var exponent = 0;
        for (; top >= bottom * 100; exponent++)
        {
            bottom *= 100;
        }

        for (; top < bottom; exponent--)
        {
            top *= 100;
        }

        var digits = BigInteger.Zero;
        for (var i = 0; i < 20; i++)
        {
            digits = (digits * 100) + (top / bottom);
            top = top % bottom * 100;
        }

        // One decimal digit in the first place leaves 39 digits; the next digit decides.
        digits += top / bottom >= 50 ? 1 : 0;
        exponent -= 19;
        if (digits * Pow100(exponent + 70) >= BigInteger.Pow(10, 126 + 140))
        {
            return null;
        }

        if (digits * Pow100(exponent + 170) < Pow100(170 - 65))
        {
            return OracleNumber.Zero;
        }

        return OracleNumber.Parse($"{(Numerator.Sign * Denominator.Sign < 0 ? "-" : "")}{digits}E{exponent * 2}");
    }

    private static BigInteger Pow100(int exponent) => exponent < 0 ? 0 : BigInteger.Pow(100, exponent);
}
