using Harunire.Model.Formats;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Formats;

public sealed class DateRoundingTests
{
    [Theory]
    [InlineData("2024-02-29 13:45:59", "CC", "2001-01-01 00:00:00", "2001-01-01 00:00:00")]
    [InlineData("1951-01-01 00:00:00", "CC", "1901-01-01 00:00:00", "2001-01-01 00:00:00")]
    [InlineData("2024-06-30 23:59:59", "YYYY", "2024-01-01 00:00:00", "2024-01-01 00:00:00")]
    [InlineData("2024-07-01 00:00:00", "YYYY", "2024-01-01 00:00:00", "2025-01-01 00:00:00")]
    [InlineData("2024-12-30 00:00:00", "IYYY", "2024-12-30 00:00:00", "2024-12-30 00:00:00")]
    [InlineData("2021-01-03 00:00:00", "IYYY", "2019-12-30 00:00:00", "2021-01-04 00:00:00")]
    [InlineData("2024-05-15 23:00:00", "Q", "2024-04-01 00:00:00", "2024-04-01 00:00:00")]
    [InlineData("2024-05-16 00:00:00", "Q", "2024-04-01 00:00:00", "2024-07-01 00:00:00")]
    [InlineData("2024-02-15 23:59:59", "MM", "2024-02-01 00:00:00", "2024-02-01 00:00:00")]
    [InlineData("2024-02-16 00:00:00", "MON", "2024-02-01 00:00:00", "2024-03-01 00:00:00")]
    [InlineData("2024-01-10 00:00:00", "WW", "2024-01-08 00:00:00", "2024-01-08 00:00:00")]
    [InlineData("2024-02-29 13:45:59", "IW", "2024-02-26 00:00:00", "2024-03-04 00:00:00")]
    [InlineData("2024-02-29 11:45:59", "IW", "2024-02-26 00:00:00", "2024-02-26 00:00:00")]
    [InlineData("2024-02-29 13:45:59", "W", "2024-02-29 00:00:00", "2024-02-29 00:00:00")]
    [InlineData("2024-02-29 13:45:59", "D", "2024-02-25 00:00:00", "2024-03-03 00:00:00")]
    [InlineData("2024-02-29 12:00:00", "DD", "2024-02-29 00:00:00", "2024-03-01 00:00:00")]
    [InlineData("2024-02-29 11:59:59", "DDD", "2024-02-29 00:00:00", "2024-02-29 00:00:00")]
    [InlineData("2024-02-29 13:30:00", "HH24", "2024-02-29 13:00:00", "2024-02-29 14:00:00")]
    [InlineData("2024-02-29 13:45:30", "MI", "2024-02-29 13:45:00", "2024-02-29 13:46:00")]
    [InlineData("2024-12-31 23:59:59", "MI", "2024-12-31 23:59:00", "2025-01-01 00:00:00")]
    public void TruncateAndRound_Units_AsDocumented(string text, string format, string truncated, string rounded)
    {
        OracleDate.TryParse(text, out var date).Should().BeTrue();
        var unit = DateRounding.ParseUnit(format);
        DateRounding.Truncate(date, unit).ToString().Should().Be(truncated);
        DateRounding.Round(date, unit).ToString().Should().Be(rounded);
    }

    [Fact]
    public void IsoWeek_AllDaysOfACentury_AgreeWithTheFrameworksCalendar()
    {
        for (var day = new DateTime(1950, 1, 1); day.Year < 2050; day = day.AddDays(1))
        {
            var date = OracleDate.Create(day.Year, day.Month, day.Day)!.Value;
            DateRounding.DayOfWeek(date).Should().Be(day.DayOfWeek);
            DateRounding.DayOfYear(date).Should().Be(day.DayOfYear);
            DateRounding.IsoWeek(date).Should().Be(System.Globalization.ISOWeek.GetWeekOfYear(day));
            DateRounding.IsoYear(date).Should().Be(System.Globalization.ISOWeek.GetYear(day));
        }
    }
}
