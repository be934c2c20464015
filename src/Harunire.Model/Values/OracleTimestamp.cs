using System.Globalization;

namespace Harunire.Model.Values;

/// <summary>Oracle's TIMESTAMP: a date with up to nine digits of a second, without a zone.</summary>
/// <param name="Seconds">Seconds since 1970-01-01 00:00:00 by Oracle's calendar.</param>
/// <param name="Nanoseconds">0..999,999,999.</param>
public readonly record struct OracleTimestamp(long Seconds, int Nanoseconds) : IComparable<OracleTimestamp>
{
    public OracleDate Date => new(Seconds);

    public static bool operator <(OracleTimestamp left, OracleTimestamp right) => left.CompareTo(right) < 0;

    public static bool operator >(OracleTimestamp left, OracleTimestamp right) => left.CompareTo(right) > 0;

    public static bool operator <=(OracleTimestamp left, OracleTimestamp right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OracleTimestamp left, OracleTimestamp right) => left.CompareTo(right) >= 0;

    public static OracleTimestamp FromDate(OracleDate date) => new(date.Seconds, 0);

    /// <summary>YYYY-MM-DD[(blank|T)HH:MM[:SS[.fraction of 1 to 9 digits]]], a minus in front for years before 1.</summary>
    public static bool TryParse(string text, out OracleTimestamp value)
    {
        value = default;
        var rest = text.AsSpan();
        var sign = rest is ['-', ..] ? -1 : 1;
        rest = sign < 0 ? rest[1..] : rest;
        if (!Digits(ref rest, 4, out var year) || !Mark(ref rest, '-') || !Digits(ref rest, 2, out var month) || !Mark(ref rest, '-') || !Digits(ref rest, 2, out var day))
        {
            return false;
        }

        var (hour, minute, second, nanoseconds) = (0, 0, 0, 0);
        if (rest.Length > 0)
        {
            var hasTime = (Mark(ref rest, ' ') || Mark(ref rest, 'T')) && Digits(ref rest, 2, out hour) && Mark(ref rest, ':') && Digits(ref rest, 2, out minute)
                && (rest.Length == 0 || (Mark(ref rest, ':') && Digits(ref rest, 2, out second)))
                && (rest.Length == 0 || (Mark(ref rest, '.') && Fraction(ref rest, out nanoseconds)));
            if (!hasTime || rest.Length > 0)
            {
                return false;
            }
        }

        if (OracleDate.Create(year * sign, month, day, hour, minute, second) is not { } date)
        {
            return false;
        }

        value = new OracleTimestamp(date.Seconds, nanoseconds);
        return true;
    }

    /// <summary>Half up to so many digits of a second, as Oracle does when a value is stored with less precision.</summary>
    public OracleTimestamp Round(int digits)
    {
        var unit = (long)Math.Pow(10, 9 - digits);
        var rounded = (Nanoseconds + (unit / 2)) / unit * unit;
        return new OracleTimestamp(Seconds + (rounded / 1_000_000_000), (int)(rounded % 1_000_000_000));
    }

    public int CompareTo(OracleTimestamp other) => (Seconds, Nanoseconds).CompareTo((other.Seconds, other.Nanoseconds));

    /// <summary>YYYY-MM-DD HH:MM:SS with the fraction that it has, if any.</summary>
    public override string ToString() => ToString(Nanoseconds == 0 ? 0 : 9).TrimEnd(Nanoseconds == 0 ? '\0' : '0');

    /// <summary>With so many digits of a second; further ones are cut.</summary>
    public string ToString(int digits) => digits == 0
        ? Date.ToString()
        : $"{Date}.{Nanoseconds.ToString("000000000", CultureInfo.InvariantCulture)[..digits]}";

    private static bool Mark(ref ReadOnlySpan<char> rest, char mark)
    {
        if (rest.Length == 0 || rest[0] != mark)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool Digits(ref ReadOnlySpan<char> rest, int count, out int number)
    {
        number = 0;
        for (var i = 0; i < count; i++)
        {
            if (i >= rest.Length || !char.IsAsciiDigit(rest[i]))
            {
                return false;
            }

            number = (number * 10) + rest[i] - '0';
        }

        rest = rest[count..];
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, out int nanoseconds)
    {
        var digits = Math.Min(rest.Length, 9);
        if (digits == 0 || !Digits(ref rest, digits, out nanoseconds))
        {
            nanoseconds = 0;
            return false;
        }

        for (; digits < 9; digits++)
        {
            nanoseconds *= 10;
        }

        return true;
    }
}
