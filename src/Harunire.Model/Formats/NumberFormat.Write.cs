using System.Numerics;
using System.Text;
using Harunire.Model.Values;

namespace Harunire.Model.Formats;

public sealed partial class NumberFormat
{
    /// <summary>TO_CHAR(value, mask): number signs where the value needs more digits than the mask has; null (NULL) where FM leaves nothing.</summary>
    public string? Format(OracleNumber value, NlsSettings? nls = null)
    {
        nls ??= NlsSettings.Default;
        if (_textMinimum != 0)
        {
            var text = _textMinimum == 'E' ? value.ToExponentString() : value.ToString();
            return text.Replace('.', nls.DecimalCharacter);
        }

        if (_hexadecimal)
        {
            return FormatHexadecimal(value);
        }

        var body = _scientific ? FormatScientific(value.Abs(), nls) : FormatFixed(value.Abs(), nls);
        var symbol = _currency switch { CurrencyKind.Dollar => "$", CurrencyKind.Local => nls.Currency, CurrencyKind.Iso => nls.IsoCurrency, _ => "" };
        var symbolWidth = _currency switch { CurrencyKind.Local => 10, CurrencyKind.Iso => 7, _ => symbol.Length };
        var bodyWidth = _scientific ? body!.Length : _whole.Length + _fraction.Length + (_hasPoint ? 1 : 0);
        var width = bodyWidth + symbolWidth + (_sign == SignPlace.AngleBrackets ? 2 : 1);
        if (body is null)
        {
            return new string('#', width);
        }

        if (_blankZero && value.IsZero)
        {
            return _fillMode ? null : new string(' ', width);
        }

        var negative = value.Sign < 0;
        var (before, after) = _sign switch
        {
            SignPlace.LeadingS => (negative ? "-" : "+", ""),
            SignPlace.TrailingS => ("", negative ? "-" : "+"),
            SignPlace.TrailingMinus => ("", negative ? "-" : _fillMode ? "" : " "),
            SignPlace.AngleBrackets => (negative ? "<" : "", negative ? ">" : _fillMode ? "" : " "),
            _ => (negative ? "-" : "", ""),
        };
        var result = before + symbol + body + after;
        return _fillMode ? result : result.PadLeft(width);
    }

    /// <summary>Null where there are too many digits.</summary>
    private string? FormatFixed(OracleNumber magnitude, NlsSettings nls)
    {
        var places = _fraction.Length;
        var rounded = (magnitude * OracleNumber.Power(10, _shift)).Round(places);
        rounded.ToUnscaled(places, out var unscaled);
        var digits = unscaled.ToString().PadLeft(places + 1, '0');
        var whole = digits[..^places].TrimStart('0');
        var fraction = digits[^places..];
        var positions = _whole.Length - _whole.AsSpan().Count(',');
        if (whole.Length > positions)
        {
            return null;
        }

        // From the first 0 of the mask on, all positions show; and the last one of a mask without fraction.
        var firstZero = _whole.AsSpan().IndexOf('0');
        var forced = firstZero < 0 ? 0 : _whole.Length - firstZero - _whole.AsSpan(firstZero).Count(',');
        if (forced == 0 && whole.Length == 0 && positions > 0 && (fraction.Length == 0 || (_fillMode && IsDropped(fraction))))
        {
            forced = 1;
        }

        return Group(whole.PadLeft(forced, '0'), nls) + (_hasPoint ? nls.DecimalCharacter + Shorten(fraction) : "");
    }

    private string Group(string digits, NlsSettings nls)
    {
        var result = new StringBuilder();
        var next = digits.Length - 1;
        for (var i = _whole.Length - 1; i >= 0 && next >= 0; i--)
        {
            result.Insert(0, _whole[i] == ',' ? nls.GroupSeparator : digits[next--]);
        }

        return result.ToString();
    }

    private bool IsDropped(string fraction) => Shorten(fraction).Length == 0;

    /// <summary>FM drops trailing zeros that stand under a 9.</summary>
    private string Shorten(string fraction)
    {
        var length = fraction.Length;
        while (_fillMode && length > 0 && fraction[length - 1] == '0' && _fraction.AsSpan(length - 1).IndexOf('0') < 0)
        {
            length--;
        }

        return fraction[..length];
    }

    private string FormatScientific(OracleNumber magnitude, NlsSettings nls)
    {
        var places = _fraction.Length;
        var power = magnitude.IsZero ? 0 : magnitude.Precision - magnitude.Scale - 1;
        magnitude.ToUnscaled(Math.Max(magnitude.Scale, 0), out var coefficient);
        var digits = coefficient.ToString().TrimStart('0');
        digits = digits.Length == 0 ? "0" : digits;
        var kept = OracleNumber.FromBigInteger(BigInteger.Parse(digits[..Math.Min(digits.Length, 40)]), Math.Min(digits.Length, 40) - 1).Round(places);
        if (kept == 10)
        {
            kept = OracleNumber.One;
            power++;
        }

        kept.ToUnscaled(places, out var unscaled);
        var text = unscaled.ToString().PadLeft(places + 1, '0');
        var fraction = _hasPoint ? nls.DecimalCharacter + text[1..] : "";
        return $"{text[0]}{fraction}E{(power < 0 ? '-' : '+')}{Math.Abs(power):00}";
    }

    private string FormatHexadecimal(OracleNumber value)
    {
        value.Round().ToUnscaled(0, out var whole);
        var digits = whole.IsZero ? "0" : whole.ToString(_lowerHex ? "x" : "X").TrimStart('0');
        if (whole.Sign < 0 || digits.Length > _whole.Length)
        {
            return new string('#', _whole.Length + 1);
        }

        digits = _whole[0] == '0' ? digits.PadLeft(_whole.Length, '0') : digits;
        return _fillMode ? digits : digits.PadLeft(_whole.Length + 1);
    }
}
