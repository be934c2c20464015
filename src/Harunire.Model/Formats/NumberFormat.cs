using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Formats;

/// <summary>A number mask, read once: TO_CHAR(number, mask) and TO_NUMBER(text, mask).</summary>
/// <remarks>
/// Elements: 9 0 . , D G $ L C U B V S MI PR FM EEEE X TM TM9 TME. RN is refused.
/// Source: Oracle Database SQL Language Reference, "Number Format Models".
/// </remarks>
public sealed partial class NumberFormat
{
    private enum SignPlace
    {
        Floating,
        LeadingS,
        TrailingS,
        TrailingMinus,
        AngleBrackets,
    }

    private enum CurrencyKind
    {
        None,
        Dollar,
        Local,
        Iso,
    }

    private readonly string _mask;
    private string _whole = "";
    private string _fraction = "";
    private bool _hasPoint;
    private bool _fillMode;
    private bool _blankZero;
    private bool _scientific;
    private bool _hexadecimal;
    private bool _lowerHex;
    private char _textMinimum;
    private int _shift;
    private SignPlace _sign;
    private CurrencyKind _currency;

    private NumberFormat(string mask) => _mask = mask;

    /// <summary>ORA-01481 for what is no mask.</summary>
    public static NumberFormat Parse(string mask)
    {
        var format = new NumberFormat(mask);
        format.Read(mask.ToUpperInvariant());
        return format;
    }

    public override string ToString() => _mask;

    private static bool Take(ref ReadOnlySpan<char> rest, string element)
    {
        if (!rest.StartsWith(element, StringComparison.Ordinal))
        {
            return false;
        }

        rest = rest[element.Length..];
        return true;
    }

    private void Read(ReadOnlySpan<char> rest)
    {
        if (rest is "TM" or "TM9" or "TME")
        {
            _textMinimum = rest is "TME" ? 'E' : '9';
            return;
        }

        _fillMode = Take(ref rest, "FM");
        if (!rest.IsEmpty && rest.TrimStart('0').Trim('X').IsEmpty && rest.Contains('X'))
        {
            _hexadecimal = true;
            _lowerHex = _mask.Contains('x');
            _whole = rest.ToString();
            return;
        }

        var inShift = false;
        while (!rest.IsEmpty)
        {
            if (_scientific && rest[0] is not ('S' or 'M' or 'P'))
            {
                throw Bad();
            }

            if (ReadSign(ref rest) || ReadCurrency(ref rest))
            {
                continue;
            }

            var element = rest[0];
            if (Take(ref rest, "EEEE"))
            {
                _scientific = true;
                continue;
            }

            rest = rest[1..];
            switch (element)
            {
                case '9' or '0' when inShift:
                    _shift++;
                    _whole += element;
                    break;
                case '9' or '0' when _hasPoint:
                    _fraction += element;
                    break;
                case '9' or '0':
                    _whole += element;
                    break;
                case '.' or 'D' when !_hasPoint && !inShift:
                    _hasPoint = true;
                    break;
                case ',' or 'G' when !_hasPoint && !inShift && _whole.Length > 0:
                    _whole += ',';
                    break;
                case 'B' when !_blankZero:
                    _blankZero = true;
                    break;
                case 'V' when !inShift && !_hasPoint:
                    inShift = true;
                    break;
                default:
                    throw Bad();
            }
        }

        if (_whole.Length + _fraction.Length == 0 || (_scientific && _whole.Contains(',')))
        {
            throw Bad();
        }
    }

    private bool ReadSign(ref ReadOnlySpan<char> rest)
    {
        var atStart = _whole.Length + _fraction.Length == 0 && !_hasPoint;
        if (rest is "MI" && _sign == SignPlace.Floating)
        {
            _sign = SignPlace.TrailingMinus;
        }
        else if (rest is "PR" && _sign == SignPlace.Floating)
        {
            _sign = SignPlace.AngleBrackets;
        }
        else if (rest[0] == 'S' && _sign == SignPlace.Floating && (atStart || rest.Length == 1))
        {
            _sign = atStart && rest.Length > 1 ? SignPlace.LeadingS : SignPlace.TrailingS;
            rest = rest[1..];
            return true;
        }
        else
        {
            return false;
        }

        rest = [];
        return true;
    }

    private bool ReadCurrency(ref ReadOnlySpan<char> rest)
    {
        var kind = rest[0] switch { '$' => CurrencyKind.Dollar, 'L' or 'U' => CurrencyKind.Local, 'C' => CurrencyKind.Iso, _ => CurrencyKind.None };
        if (kind == CurrencyKind.None)
        {
            return false;
        }

        _currency = _currency == CurrencyKind.None ? kind : throw Bad();
        rest = rest[1..];
        return true;
    }

    private HarunireException Bad() =>
        new(ValueErrors.InvalidNumberMask, string.Create(CultureInfo.InvariantCulture, $"ORA-01481: invalid number format model: '{_mask}'"));
}
