using System.Globalization;
using System.Text.RegularExpressions;

namespace Harunire.Model.Values;

/// <summary>Oracle's TIMESTAMP: a date with up to nine digits of a second, without a zone.</summary>
/// <param name="Seconds">Seconds since 1970-01-01 00:00:00 by Oracle's calendar.</param>
/// <param name="Nanoseconds">0..999,999,999.</param>
public readonly partial record struct OracleTimestamp(long Seconds, int Nanoseconds) : IComparable<OracleTimestamp>
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
        var match = Iso().Match(text);
        if (!match.Success)
        {
            return false;
        }

        int Part(string name) => match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var year = Part("year") * (match.Groups["sign"].Success ? -1 : 1);
        if (OracleDate.Create(year, Part("month"), Part("day"), Part("hour"), Part("minute"), Part("second")) is not { } date)
        {
            return false;
        }

        var fraction = match.Groups["fraction"].Value;
        value = new OracleTimestamp(date.Seconds, fraction.Length == 0 ? 0 : int.Parse(fraction.PadRight(9, '0'), CultureInfo.InvariantCulture));
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

    [GeneratedRegex(
        @"^(?<sign>-)?(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})([ T](?<hour>\d{2}):(?<minute>\d{2})(:(?<second>\d{2})(\.(?<fraction>\d{1,9}))?)?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iso();
}
