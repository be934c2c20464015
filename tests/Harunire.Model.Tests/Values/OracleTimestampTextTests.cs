using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Values;

/// <summary>The reader of times against a regular expression and .NET's calendar.</summary>
public partial class OracleTimestampTextTests
{
    [Fact]
    public void TryParse_TextsByChance_AreReadAsTheTwinReadsThem()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = Text(random);
            var expected = Twin(text);

            var isRead = OracleTimestamp.TryParse(text, out var value);

            isRead.Should().Be(expected is not null, $"seed {seed}: '{text}'");
            if (isRead)
            {
                var date = value.Date;
                (date.Year, date.Month, date.Day, date.Hour, date.Minute, date.Second, value.Nanoseconds).Should().Be(expected!.Value, $"seed {seed}: '{text}'");
                read++;
            }
        }

        read.Should().BeInRange(2_000, 18_000, "some are times, some are not");
    }

    [Theory]
    [InlineData("2024-01-31 10:00:00\n")]
    [InlineData("2024-01-31 10:00:00.1234567890")]
    [InlineData("2024-01-31 10:00:00.")]
    [InlineData("2024-01-31 10")]
    [InlineData("2024-01-31 ")]
    [InlineData("٢٠٢٤-01-31")]
    [InlineData("")]
    public void TryParse_NearlyATime_IsNone(string text) => OracleTimestamp.TryParse(text, out _).Should().BeFalse();

    private static string Text(Random random)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{random.Next(1600, 10_000):0000}-{random.Next(0, 14):00}-{random.Next(0, 33):00}");
        text += random.Next(4) switch { 0 => "", 1 => " ", _ => string.Create(CultureInfo.InvariantCulture, $"{(random.Next(2) == 0 ? ' ' : 'T')}{random.Next(25):00}:{random.Next(61):00}") };
        text += random.Next(3) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{random.Next(61):00}");
        text += random.Next(2) == 0 ? "" : "." + random.NextInt64(0, 10_000_000_000).ToString(CultureInfo.InvariantCulture);
        return random.Next(8) == 0 ? text.Remove(random.Next(text.Length), 1) : text;
    }

    private static (int, int, int, int, int, int, int)? Twin(string text)
    {
        if (Iso().Match(text) is not { Success: true } match)
        {
            return null;
        }

        int Part(string name) => match.Groups[name] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
        var (year, month, day, hour, minute, second) = (Part("year"), Part("month"), Part("day"), Part("hour"), Part("minute"), Part("second"));
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60
            ? (year, month, day, hour, minute, second, match.Groups["fraction"] is { Success: true } fraction ? int.Parse(fraction.Value.PadRight(9, '0'), CultureInfo.InvariantCulture) : 0)
            : null;
    }

    [GeneratedRegex(
        @"\A(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})([ T](?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})(\.(?<fraction>[0-9]{1,9}))?)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Iso();
}
