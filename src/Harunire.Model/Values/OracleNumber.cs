using System.Numerics;
using Harunire.Model.Errors;

namespace Harunire.Model.Values;

/// <summary>Oracle's NUMBER: up to 20 base-100 digits, so 39 or 40 decimal ones; 0 and magnitudes from 1E-130 to below 1E126.</summary>
/// <remarks>
/// Held as ±coefficient × 10^exponent without trailing zeros, so equal values have equal bits. Results are rounded half away
/// from zero to Oracle's digits; too great a result raises ORA-01426, too small a one is 0.
/// Source: Oracle Database SQL Language Reference, "NUMBER Data Type"; Oracle Call Interface, "Internal Data Types", NUMBER.
/// </remarks>
public readonly partial struct OracleNumber : IEquatable<OracleNumber>, IComparable<OracleNumber>
{
    private const uint SignBit = 0x100;
    private const uint TopMask = 0xFF;

    private readonly ulong _low;
    private readonly ulong _high;

    /// <summary>Bits 0-7: the coefficient above 128 bits; bit 8: sign; bits 16-31: the exponent, signed.</summary>
    private readonly uint _bits;

    internal OracleNumber(ulong low, ulong high, uint bits)
    {
        _low = low;
        _high = high;
        _bits = bits;
    }

    public static OracleNumber Zero => default;

    public static OracleNumber One { get; } = new(1, 0, 0);

    public bool IsZero => (_low | _high | (_bits & TopMask)) == 0;

    public bool IsInteger => Exponent >= 0;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => IsZero ? 0 : IsNegative ? -1 : 1;

    internal ulong Low => _low;

    internal ulong High => _high;

    internal uint Bits => _bits;

    internal bool IsNegative => (_bits & SignBit) != 0;

    internal int Exponent => unchecked((int)_bits) >> 16;

    internal BigInteger Coefficient =>
        Is128 ? new UInt128(_high, _low) : ((BigInteger)(_bits & TopMask) << 128) | new UInt128(_high, _low);

    private bool Is64 => (_high | (_bits & TopMask)) == 0;

    private bool Is128 => (_bits & TopMask) == 0;

    private UInt128 Coefficient128 => new(_high, _low);

    public static implicit operator OracleNumber(long value) => FromInt64(value);

    public static OracleNumber FromInt64(long value) => Create(value < 0, Magnitude(value), 0);

    /// <summary>unscaled × 10^-scale.</summary>
    public static OracleNumber FromScaled(long unscaled, int scale) => Create(unscaled < 0, Magnitude(unscaled), -scale);

    /// <summary>unscaled × 10^-scale.</summary>
    public static OracleNumber FromScaled(Int128 unscaled, int scale) =>
        Create(unscaled < 0, unscaled < 0 ? unchecked((UInt128)(-unscaled)) : (UInt128)unscaled, -scale);

    /// <summary>unscaled × 10^-scale, rounded to Oracle's digits.</summary>
    public static OracleNumber FromBigInteger(BigInteger unscaled, int scale = 0) =>
        Create(unscaled.Sign < 0, BigInteger.Abs(unscaled), -scale);

    /// <summary>The shortest decimal number that reads back as the same double; ORA-01426 for infinities and NaN.</summary>
    public static OracleNumber FromDouble(double value) =>
        double.IsFinite(value)
            ? Parse(value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))
            : throw Overflow();

    /// <summary>False where the value is no integer or needs more than 64 bits.</summary>
    public bool TryToInt64(out long value) => TryToScaled(0, out value);

    /// <summary>value × 10^scale, where that is an integer of at most 64 bits.</summary>
    public bool TryToScaled(int scale, out long unscaled)
    {
        var shift = Exponent + scale;
        unscaled = 0;
        if (IsZero)
        {
            return true;
        }

        if (!Is64 || shift < 0 || shift >= PowersOfTen.Longs.Length)
        {
            return false;
        }

        var high = Math.BigMul(_low, PowersOfTen.Longs[shift], out var low);
        if (high != 0 || low > (ulong)long.MaxValue + (IsNegative ? 1u : 0u))
        {
            return false;
        }

        unscaled = unchecked(IsNegative ? -(long)low : (long)low);
        return true;
    }

    /// <summary>value × 10^scale, where that is an integer of at most 38 digits.</summary>
    public bool TryToScaled(int scale, out Int128 unscaled)
    {
        var shift = Exponent + scale;
        unscaled = 0;
        if (IsZero)
        {
            return true;
        }

        if (shift < 0 || !Is128 || PowersOfTen.CountDigits(Coefficient128) + shift > 38)
        {
            return false;
        }

        unscaled = (Int128)(Coefficient128 * PowersOfTen.Wides[shift]);
        unscaled = IsNegative ? -unscaled : unscaled;
        return true;
    }

    /// <summary>value × 10^scale; false where that is no integer.</summary>
    public bool ToUnscaled(int scale, out BigInteger unscaled)
    {
        var shift = Exponent + scale;
        unscaled = default;
        if (IsZero)
        {
            return true;
        }

        if (shift < 0)
        {
            return false;
        }

        unscaled = Coefficient * PowersOfTen.Big(shift);
        unscaled = IsNegative ? -unscaled : unscaled;
        return true;
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => double.Parse(ToPlainString(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How many decimal digits the coefficient has; 0 for zero.</summary>
    public int Precision => IsZero ? 0 : CountDigits();

    /// <summary>Digits after the decimal point that the value needs; negative for trailing zeros before it.</summary>
    public int Scale => -Exponent;

    public bool Equals(OracleNumber other) => _low == other._low && _high == other._high && _bits == other._bits;

    public override bool Equals(object? obj) => obj is OracleNumber other && Equals(other);

    public override int GetHashCode() => StableHash.Combine(_low, _high ^ ((ulong)_bits << 32));

    internal int CountDigits() => Is64 ? PowersOfTen.CountDigits(_low) : Is128 ? PowersOfTen.CountDigits(Coefficient128) : PowersOfTen.CountDigits(Coefficient);

    internal static OracleNumber Create(bool negative, ulong coefficient, int exponent)
    {
        if (coefficient == 0)
        {
            return default;
        }

        while ((coefficient & 1) == 0)
        {
            var (quotient, remainder) = Math.DivRem(coefficient, 10UL);
            if (remainder != 0)
            {
                break;
            }

            coefficient = quotient;
            exponent++;
        }

        // 20 digits at most: within these bounds nothing can leave NUMBER's range.
        return exponent is >= -110 and <= 105
            ? new OracleNumber(coefficient, 0, Pack(negative, exponent, 0))
            : InRange(negative, coefficient, 0, 0, PowersOfTen.CountDigits(coefficient), exponent);
    }

    /// <summary>128 bits hold 39 digits at most, which NUMBER always can: no rounding here.</summary>
    internal static OracleNumber Create(bool negative, UInt128 coefficient, int exponent)
    {
        while ((ulong)(coefficient >> 64) != 0 && ((ulong)(coefficient & ulong.MaxValue) & 1) == 0)
        {
            var (quotient, remainder) = UInt128.DivRem(coefficient, 10);
            if (remainder != 0)
            {
                break;
            }

            coefficient = quotient;
            exponent++;
        }

        var high = (ulong)(coefficient >> 64);
        var low = (ulong)(coefficient & ulong.MaxValue);
        return high == 0
            ? Create(negative, low, exponent)
            : InRange(negative, low, high, 0, PowersOfTen.CountDigits(coefficient), exponent);
    }

    internal static OracleNumber Create(bool negative, BigInteger coefficient, int exponent)
    {
        if (coefficient.GetBitLength() <= 128)
        {
            return Create(negative, (UInt128)coefficient, exponent);
        }

        var digits = PowersOfTen.CountDigits(coefficient);
        var excess = digits - MaxDigitsFor(digits + exponent - 1);
        if (excess > 0)
        {
            coefficient = (coefficient + (PowersOfTen.Big(excess) / 2)) / PowersOfTen.Big(excess);
            exponent += excess;
        }

        while (coefficient.IsEven)
        {
            var quotient = BigInteger.DivRem(coefficient, 10, out var remainder);
            if (!remainder.IsZero)
            {
                break;
            }

            coefficient = quotient;
            exponent++;
        }

        if (coefficient.GetBitLength() <= 128)
        {
            return Create(negative, (UInt128)coefficient, exponent);
        }

        var rest = (UInt128)(coefficient & UInt128.MaxValue);
        return InRange(negative, (ulong)(rest & ulong.MaxValue), (ulong)(rest >> 64), (uint)(coefficient >> 128), PowersOfTen.CountDigits(coefficient), exponent);
    }

    /// <summary>20 base-100 digits: the first holds one decimal digit where the leading one stands at an even power of ten, else two.</summary>
    internal static int MaxDigitsFor(int leadingPower) => (leadingPower & 1) == 0 ? 39 : 40;

    internal static HarunireException Overflow() => new(ValueErrors.NumericOverflow, "ORA-01426: numeric overflow: the result is 1E126 or greater");

    private static OracleNumber InRange(bool negative, ulong low, ulong high, uint top, int digits, int exponent) => (digits + exponent - 1) switch
    {
        > 125 => throw Overflow(),
        < -130 => default,
        _ => new OracleNumber(low, high, Pack(negative, exponent, top)),
    };

    private static uint Pack(bool negative, int exponent, uint top) =>
        unchecked((uint)(exponent << 16)) | (negative ? SignBit : 0) | top;

    private static ulong Magnitude(long value) => unchecked(value < 0 ? (ulong)-value : (ulong)value);
}
