namespace Harunire.Model.Values;

/// <summary>Day numbers and dates: Julian up to 1582-10-04, Gregorian from 1582-10-15, years before 1 negative and no year 0, as Oracle counts.</summary>
/// <remarks>Source: Oracle Database SQL Language Reference, "Datetime Data Types"; the arithmetic follows the Julian Day Number's definition.</remarks>
internal static class OracleCalendar
{
    /// <summary>The Julian Day Number of 1970-01-01.</summary>
    private const long EpochJulianDay = 2440588;
    private const long FirstGregorianJulianDay = 2299161;

    public static bool IsLeapYear(int year)
    {
        var astronomical = year < 0 ? year + 1 : year;
        return year > 1582 ? DateTime.IsLeapYear(year) : Math.Floor(astronomical / 4.0) * 4 == astronomical;
    }

    public static int DaysInMonth(int year, int month) =>
        month == 2 ? (IsLeapYear(year) ? 29 : 28) : month is 4 or 6 or 9 or 11 ? 30 : 31;

    /// <summary>Days since 1970-01-01; null where the date does not exist (1582-10-05 to -14 included).</summary>
    public static long? ToDays(int year, int month, int day)
    {
        if (year is 0 or < -4712 or > 9999 || month is < 1 or > 12 || day < 1 || day > DaysInMonth(year, month))
        {
            return null;
        }

        if (year == 1582 && month == 10 && day is > 4 and < 15)
        {
            return null;
        }

        long y = (year < 0 ? year + 1 : year) + 4800 - (month <= 2 ? 1 : 0);
        long m = month + (month <= 2 ? 9 : -3);
        var gregorian = (year, month, day).CompareTo((1582, 10, 15)) >= 0;
        var julianDay = day + (((153 * m) + 2) / 5) + (365 * y) + (y / 4) + (gregorian ? (y / 400) - (y / 100) - 32045 : -32083);
        return julianDay - EpochJulianDay;
    }

    public static (int Year, int Month, int Day) FromDays(long days)
    {
        var julianDay = days + EpochJulianDay;
        long b = 0, c = julianDay + 32082;
        if (julianDay >= FirstGregorianJulianDay)
        {
            var a = julianDay + 32044;
            b = ((4 * a) + 3) / 146097;
            c = a - (146097 * b / 4);
        }

        var d = ((4 * c) + 3) / 1461;
        var e = c - (1461 * d / 4);
        var m = ((5 * e) + 2) / 153;
        var year = (int)((100 * b) + d - 4800 + (m / 10));
        return (year <= 0 ? year - 1 : year, (int)(m + 3 - (12 * (m / 10))), (int)(e - (((153 * m) + 2) / 5) + 1));
    }

    /// <summary>Julian Day Number of a day since 1970-01-01 (format element J).</summary>
    public static long ToJulianDay(long days) => days + EpochJulianDay;
}
