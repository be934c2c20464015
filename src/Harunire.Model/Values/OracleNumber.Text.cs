using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Harunire.Model.Errors;

namespace Harunire.Model.Values;

public readonly partial struct OracleNumber
{
    /// <summary>Oracle's TM9 turns to the exponent form beyond this length.</summary>
    private const int MaxFixedLength = 64;

    /// <summary>Digits with a point and an exponent, blanks around; ORA-01722 otherwise.</summary>
    public static OracleNumber Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var value)
            ? value
            : throw new HarunireException(ValueErrors.InvalidNumber, $"ORA-01722: invalid number: '{text}'");

    /// <summary>False for what is no number; ORA-01426 for a number too great.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out OracleNumber value)
    {
        value = default;
        text = text.Trim(' ');
        var negative = false;
        if (!text.IsEmpty && text[0] is '+' or '-')
        {
            negative = text[0] == '-';
            text = text[1..];
        }

        var exponent = 0;
        var mark = text.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            if (!TryParseExponent(text[(mark + 1)..], out exponent))
            {
                return false;
            }

            text = text[..mark];
        }

        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        value = FromDigits(negative, whole, fraction, exponent);
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out OracleNumber value)
    {
        value = default;
        return text is not null && TryParse(text.AsSpan(), out value);
    }

    /// <summary>As Oracle's TO_CHAR(n, 'TM9'): no zero before the point, the exponent form beyond 64 characters.</summary>
    public override string ToString()
    {
        if (IsZero)
        {
            return "0";
        }

        var plain = Plain(leadingZero: false);
        return plain.Length <= MaxFixedLength ? plain : ToExponentString();
    }

    /// <summary>All digits, a zero before the point, never an exponent: for JSON, SQLite and the wire.</summary>
    public string ToPlainString() => Plain(leadingZero: true);

    /// <summary>As Oracle's TO_CHAR(n, 'TME'): one digit before the point, as many after it as there are.</summary>
    public string ToExponentString()
    {
        if (IsZero)
        {
            return "0E+00";
        }

        var digits = DigitText();
        var power = digits.Length - 1 + Exponent;
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return $"{(IsNegative ? "-" : "")}{digits[0]}{fraction}E{(power < 0 ? '-' : '+')}{Math.Abs(power):00}";
    }

    /// <summary>The coefficient's digits.</summary>
    internal string DigitText() => Is64 ? _low.ToString() : Coefficient.ToString();

    private static OracleNumber FromDigits(bool negative, ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, int exponent)
    {
        whole = whole.TrimStart('0');
        fraction = fraction.TrimEnd('0');
        exponent -= fraction.Length;
        var length = whole.Length + fraction.Length;
        if (length <= 19)
        {
            var small = 0UL;
            foreach (var digit in whole)
            {
                small = (small * 10) + digit - '0';
            }

            foreach (var digit in fraction)
            {
                small = (small * 10) + digit - '0';
            }

            return Create(negative, small, exponent);
        }

        return Create(negative, BigInteger.Parse(string.Concat(whole, fraction)), exponent);
    }

    private static bool TryParseExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        var negative = false;
        if (!text.IsEmpty && text[0] is '+' or '-')
        {
            negative = text[0] == '-';
            text = text[1..];
        }

        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        foreach (var digit in text)
        {
            // Far beyond any number's range, far from overflow.
            exponent = Math.Min((exponent * 10) + digit - '0', 1_000_000);
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }

    private string Plain(bool leadingZero)
    {
        if (IsZero)
        {
            return "0";
        }

        var digits = DigitText();
        var sign = IsNegative ? "-" : "";
        var point = digits.Length + Exponent;
        return Exponent >= 0 ? string.Concat(sign, digits, new string('0', Exponent))
            : point > 0 ? string.Concat(sign, digits[..point], ".") + digits[point..]
            : string.Concat(sign, leadingZero ? "0." : ".", new string('0', -point), digits);
    }
}
