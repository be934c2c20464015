using System.Globalization;
using Harunire.Model.Errors;

namespace Harunire.Model.Values;

/// <summary>Oracle's DATE: a day and a time of day to the second, from 4712 BC to 9999 AD, without a zone.</summary>
/// <param name="Seconds">Seconds since 1970-01-01 00:00:00 by Oracle's calendar.</param>
public readonly record struct OracleDate(long Seconds) : IComparable<OracleDate>
{
    private const long SecondsPerDay = 86_400;

    private static readonly long MinSeconds = OracleCalendar.ToDays(-4712, 1, 1)!.Value * SecondsPerDay;
    private static readonly long MaxSeconds = ((OracleCalendar.ToDays(9999, 12, 31)!.Value + 1) * SecondsPerDay) - 1;

    /// <summary>Days since 1970-01-01, without the time of day.</summary>
    public long Days => Math.DivRem(Seconds, SecondsPerDay) is var (days, rest) && rest < 0 ? days - 1 : Seconds / SecondsPerDay;

    /// <summary>0..86399.</summary>
    public int SecondOfDay => (int)(Seconds - (Days * SecondsPerDay));

    /// <summary>-4712..9999, never 0.</summary>
    public int Year => OracleCalendar.FromDays(Days).Year;

    public int Month => OracleCalendar.FromDays(Days).Month;

    public int Day => OracleCalendar.FromDays(Days).Day;

    public int Hour => SecondOfDay / 3600;

    public int Minute => SecondOfDay / 60 % 60;

    public int Second => SecondOfDay % 60;

    public static bool operator <(OracleDate left, OracleDate right) => left.Seconds < right.Seconds;

    public static bool operator >(OracleDate left, OracleDate right) => left.Seconds > right.Seconds;

    public static bool operator <=(OracleDate left, OracleDate right) => left.Seconds <= right.Seconds;

    public static bool operator >=(OracleDate left, OracleDate right) => left.Seconds >= right.Seconds;

    /// <summary>Null where the parts are no date.</summary>
    public static OracleDate? Create(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        OracleCalendar.ToDays(year, month, day) is { } days && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60
            ? new OracleDate((days * SecondsPerDay) + (hour * 3600) + (minute * 60) + second)
            : null;

    /// <summary>YYYY-MM-DD, with HH:MM:SS after a blank or T where there is a time; a leading minus before Christ.</summary>
    public static bool TryParse(string text, out OracleDate value)
    {
        value = default;
        if (!OracleTimestamp.TryParse(text, out var timestamp) || timestamp.Nanoseconds != 0)
        {
            return false;
        }

        value = new OracleDate(timestamp.Seconds);
        return true;
    }

    public static OracleDate FromDays(long days) => Checked(days * SecondsPerDay);

    /// <summary>Days with a fraction, rounded to the second; ORA-01841 beyond the range.</summary>
    public OracleDate AddDays(OracleNumber days)
    {
        var seconds = (days * SecondsPerDay).Round();
        return seconds.TryToInt64(out var whole) ? Checked(unchecked(Seconds + whole)) : throw OutOfRange();
    }

    /// <summary>This minus the other, in days; up to 40 digits.</summary>
    public OracleNumber Subtract(OracleDate other) => OracleNumber.Divide(Seconds - other.Seconds, SecondsPerDay);

    /// <summary>The last day of the month where this is one, or where the target month is shorter.</summary>
    public OracleDate AddMonths(long months)
    {
        var (year, month, day) = OracleCalendar.FromDays(Days);
        var count = ((year < 0 ? year + 1 : year) * 12L) + month - 1 + months;
        var newYear = (int)Math.Clamp((long)Math.Floor(count / 12.0), -99_999, 99_999);
        var newMonth = (int)(count - (newYear * 12L)) + 1;
        newYear = newYear <= 0 ? newYear - 1 : newYear;
        var last = newMonth is >= 1 and <= 12 ? OracleCalendar.DaysInMonth(newYear, newMonth) : throw OutOfRange();
        var newDay = day == OracleCalendar.DaysInMonth(year, month) ? last : Math.Min(day, last);
        return OracleCalendar.ToDays(newYear, newMonth, newDay) is { } days ? new OracleDate((days * SecondsPerDay) + SecondOfDay) : throw OutOfRange();
    }

    public OracleDate LastDay()
    {
        var (year, month, _) = OracleCalendar.FromDays(Days);
        return Create(year, month, OracleCalendar.DaysInMonth(year, month), Hour, Minute, Second)!.Value;
    }

    /// <summary>Whole where the days of the month are equal or both the last; else the fraction counts months of 31 days, times included.</summary>
    public static OracleNumber MonthsBetween(OracleDate left, OracleDate right)
    {
        var (y1, m1, d1) = OracleCalendar.FromDays(left.Days);
        var (y2, m2, d2) = OracleCalendar.FromDays(right.Days);
        long months = (((y1 < 0 ? y1 + 1 : y1) - (y2 < 0 ? y2 + 1 : y2)) * 12) + m1 - m2;
        if (d1 == d2 || (d1 == OracleCalendar.DaysInMonth(y1, m1) && d2 == OracleCalendar.DaysInMonth(y2, m2)))
        {
            return months;
        }

        var seconds = ((d1 - d2) * SecondsPerDay) + left.SecondOfDay - right.SecondOfDay;
        return months + OracleNumber.Divide(seconds, 31 * SecondsPerDay);
    }

    public int CompareTo(OracleDate other) => Seconds.CompareTo(other.Seconds);

    /// <summary>YYYY-MM-DD HH:MM:SS.</summary>
    public override string ToString()
    {
        var (year, month, day) = OracleCalendar.FromDays(Days);
        return string.Create(CultureInfo.InvariantCulture, $"{(year < 0 ? "-" : "")}{Math.Abs(year):0000}-{month:00}-{day:00} {Hour:00}:{Minute:00}:{Second:00}");
    }

    private static OracleDate Checked(long seconds) =>
        seconds >= MinSeconds && seconds <= MaxSeconds ? new OracleDate(seconds) : throw OutOfRange();

    private static HarunireException OutOfRange() =>
        new(ValueErrors.InvalidYear, "ORA-01841: (full) year must be between -4713 and +9999, and not be 0");
}
