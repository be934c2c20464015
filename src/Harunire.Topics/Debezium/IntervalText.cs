using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Values;

namespace Harunire.Topics.Debezium;

/// <summary>Reads Debezium's intervals as text: <c>P3Y6M0DT0H0M0S</c>, each part with its own sign.</summary>
internal static partial class IntervalText
{
    public static bool TryParse(string text, out long months, out IntervalDayToSecond rest)
    {
        (months, rest) = (0, default);
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return false;
        }

        long Part(string name) => long.Parse(match.Groups[name].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var secondText = match.Groups["second"].Value;
        var whole = Part("second");
        var nanos = match.Groups["fraction"].Success ? long.Parse(match.Groups["fraction"].Value.PadRight(9, '0'), CultureInfo.InvariantCulture) : 0;
        nanos = secondText.StartsWith('-') ? -nanos : nanos;
        months = (Part("year") * 12) + Part("month");
        var seconds = (Part("day") * 86_400) + (Part("hour") * 3600) + (Part("minute") * 60) + whole;
        rest = nanos < 0 ? new IntervalDayToSecond(seconds - 1, (int)(nanos + 1_000_000_000)) : new IntervalDayToSecond(seconds, (int)nanos);
        return true;
    }

    [GeneratedRegex(
        @"^P(?<year>-?\d{1,9})Y(?<month>-?\d{1,10})M(?<day>-?\d{1,9})DT(?<hour>-?\d{1,9})H(?<minute>-?\d{1,9})M(?<second>-?\d{1,9})(\.(?<fraction>\d{1,9}))?S$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Pattern();
}
