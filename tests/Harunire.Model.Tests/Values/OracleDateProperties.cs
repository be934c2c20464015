using System.Globalization;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Values;

/// <summary>DATE against the framework's Gregorian and Julian calendars.</summary>
public sealed class OracleDateProperties
{
    private static readonly DateTime Epoch = new(1970, 1, 1);

    [Fact]
    public void Days_EveryDayOfFiveCenturies_AgreesWithTheFramework()
    {
        for (var day = new DateTime(1582, 10, 15); day.Year < 2100; day = day.AddDays(1))
        {
            var date = OracleDate.Create(day.Year, day.Month, day.Day)!.Value;
            if (date.Days != (day - Epoch).Days || (date.Year, date.Month, date.Day) != (day.Year, day.Month, day.Day))
            {
                Assert.Fail($"{day:yyyy-MM-dd}: {date}");
            }
        }

        var julian = new JulianCalendar();
        for (var year = 1; year <= 1582; year++)
        {
            var first = julian.ToDateTime(year, 1, 3, 0, 0, 0, 0);
            OracleDate.Create(year, 1, 3)!.Value.Days.Should().Be((first - Epoch).Days);
        }
    }

    [Fact]
    public void Arithmetic_RandomDates_AgreesWithTheFramework()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var seconds = random.NextInt64(-10_000_000_000, 200_000_000_000);
            var date = new OracleDate(seconds);
            var time = Epoch.AddTicks(seconds * TimeSpan.TicksPerSecond);
            date.ToString().Should().Be(time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

            var months = random.Next(-500, 500);
            var isLast = time.Day == DateTime.DaysInMonth(time.Year, time.Month);
            var later = time.AddMonths(months);
            later = isLast ? later.AddDays(DateTime.DaysInMonth(later.Year, later.Month) - later.Day) : later;
            date.AddMonths(months).Seconds.Should().Be((later - Epoch).Ticks / TimeSpan.TicksPerSecond, "seed 7: {0} + {1} months", date, months);
            OracleDate.MonthsBetween(date.AddMonths(months), date).Should().Be(
                isLast || later.Day == time.Day ? months : OracleDate.MonthsBetween(date.AddMonths(months), date), "seed 7: {0}", date);

            var other = new OracleDate(random.NextInt64(-10_000_000_000, 200_000_000_000));
            other.AddDays(date.Subtract(other)).Should().Be(date, "seed 7: {0} - {1}", date, other);
        }
    }
}
