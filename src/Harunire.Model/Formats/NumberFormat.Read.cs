using System.Globalization;
using System.Numerics;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Formats;

public sealed partial class NumberFormat
{
    /// <summary>TO_NUMBER(text, mask); ORA-01722 where the text is not of the mask's form.</summary>
    public OracleNumber ParseValue(string text, NlsSettings? nls = null)
    {
        nls ??= NlsSettings.Default;
        var rest = text.AsSpan().Trim(' ');
        if (_textMinimum != 0 || _scientific)
        {
            return OracleNumber.TryParse(rest.ToString().Replace(nls.DecimalCharacter, '.'), out var plain) ? plain : throw Mismatch(text);
        }

        if (_hexadecimal)
        {
            return rest.Length <= _whole.Length && BigInteger.TryParse("0" + rest.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)
                ? OracleNumber.FromBigInteger(hex)
                : throw Mismatch(text);
        }

        var negative = TakeSign(ref rest);
        var symbol = _currency switch { CurrencyKind.Dollar => "$", CurrencyKind.Local => nls.Currency, CurrencyKind.Iso => nls.IsoCurrency, _ => "" };
        if (symbol.Length > 0 && rest.StartsWith(symbol, StringComparison.Ordinal))
        {
            rest = rest[symbol.Length..].TrimStart(' ');
        }

        var point = _hasPoint ? rest.IndexOf(nls.DecimalCharacter) : -1;
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? [] : rest[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || fraction.Length > _fraction.Length || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            throw Mismatch(text);
        }

        var digits = Ungroup(whole, nls) ?? throw Mismatch(text);
        var number = OracleNumber.Parse($"{digits}.{fraction}0");
        number = _shift == 0 ? number : number / OracleNumber.Power(10, _shift);
        return negative ? number.Negate() : number;
    }

    private static HarunireException MismatchOf(string text, string mask) =>
        new(ValueErrors.InvalidNumber, $"ORA-01722: invalid number: '{text}' is not of the form '{mask}'");

    private HarunireException Mismatch(string text) => MismatchOf(text, _mask);

    private bool TakeSign(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        if (_sign == SignPlace.AngleBrackets && rest[0] == '<' && rest[^1] == '>')
        {
            rest = rest[1..^1];
            return true;
        }

        if (_sign is SignPlace.TrailingMinus or SignPlace.TrailingS && rest[^1] is '-' or '+')
        {
            var trailing = rest[^1] == '-';
            rest = rest[..^1].TrimEnd(' ');
            return trailing;
        }

        if (_sign is SignPlace.Floating or SignPlace.LeadingS && rest[0] is '-' or '+')
        {
            var leading = rest[0] == '-';
            rest = rest[1..];
            return leading;
        }

        return false;
    }

    /// <summary>The digits; separators must stand where the mask has them, or not at all. Null otherwise.</summary>
    private string? Ungroup(ReadOnlySpan<char> whole, NlsSettings nls)
    {
        var grouped = whole.Contains(nls.GroupSeparator);
        var digits = "";
        var position = _whole.Length - 1;
        for (var i = whole.Length - 1; i >= 0; i--, position--)
        {
            if (!grouped && position >= 0 && _whole[position] == ',')
            {
                position--;
            }

            if (position < 0)
            {
                return null;
            }

            var separator = _whole[position] == ',';
            if (separator ? whole[i] != nls.GroupSeparator : !char.IsAsciiDigit(whole[i]))
            {
                return null;
            }

            digits = separator ? digits : whole[i] + digits;
        }

        return digits.Length == 0 ? "0" : digits;
    }
}
