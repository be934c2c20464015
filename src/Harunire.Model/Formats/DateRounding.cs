using System.Diagnostics;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Formats;

/// <summary>TRUNC and ROUND of dates. Source: Oracle Database SQL Language Reference, "ROUND and TRUNC Date Functions".</summary>
public static class DateRounding
{
    private const long DaySeconds = 86_400;

    /// <summary>The unit of a format literal such as 'MM'; ORA-01821 for what is none.</summary>
    public static DateUnit ParseUnit(string format) => format.ToUpperInvariant() switch
    {
        "CC" or "SCC" => DateUnit.Century,
        "SYYYY" or "YYYY" or "YEAR" or "SYEAR" or "YYY" or "YY" or "Y" => DateUnit.Year,
        "IYYY" or "IYY" or "IY" or "I" => DateUnit.IsoYear,
        "Q" => DateUnit.Quarter,
        "MONTH" or "MON" or "MM" or "RM" => DateUnit.Month,
        "WW" => DateUnit.YearWeek,
        "IW" => DateUnit.IsoWeek,
        "W" => DateUnit.MonthWeek,
        "DDD" or "DD" or "J" => DateUnit.Day,
        "DAY" or "DY" or "D" => DateUnit.WeekStart,
        "HH" or "HH12" or "HH24" => DateUnit.Hour,
        "MI" => DateUnit.Minute,
        _ => throw new HarunireException(
            ValueErrors.InvalidDateMask, $"ORA-01821: date format not recognized: TRUNC and ROUND don't know '{format}'", hint: "use CC, YYYY, IYYY, Q, MM, WW, IW, W, DD, D, HH24 or MI"),
    };

    /// <summary>TRUNC(date): midnight.</summary>
    public static OracleDate Truncate(OracleDate date) => new(date.Seconds - date.SecondOfDay);

    public static OracleDate Truncate(OracleDate date, DateUnit unit, NlsSettings? nls = null) => unit switch
    {
        DateUnit.Day => Truncate(date),
        DateUnit.Minute => new OracleDate(date.Seconds - date.Second),
        DateUnit.Hour => new OracleDate(date.Seconds - (date.SecondOfDay % 3600)),
        DateUnit.IsoWeek => Back(date, DaysSince(date, System.DayOfWeek.Monday)),
        DateUnit.WeekStart => Back(date, DaysSince(date, (nls ?? NlsSettings.Default).FirstDayOfWeek)),
        DateUnit.YearWeek => Back(date, (DayOfYear(date) - 1) % 7),
        DateUnit.MonthWeek => Back(date, (date.Day - 1) % 7),
        DateUnit.IsoYear => IsoYearStart(IsoYear(date)),
        DateUnit.Month => Start(date.Year, date.Month),
        DateUnit.Quarter => Start(date.Year, date.Month - ((date.Month - 1) % 3)),
        DateUnit.Year => Start(date.Year, 1),
        DateUnit.Century => Start(CenturyStart(date.Year), 1),
        _ => throw new UnreachableException(),
    };

    /// <summary>Each <see cref="DateUnit"/> says where it turns.</summary>
    public static OracleDate Round(OracleDate date, DateUnit unit = DateUnit.Day, NlsSettings? nls = null)
    {
        var start = Truncate(date, unit, nls);
        switch (unit)
        {
            case DateUnit.Minute:
                return Nearest(date, start, 60);
            case DateUnit.Hour:
                return Nearest(date, start, 3600);
            case DateUnit.Day:
                return Nearest(date, start, DaySeconds);
            case DateUnit.IsoWeek or DateUnit.WeekStart or DateUnit.YearWeek or DateUnit.MonthWeek:
                return Nearest(date, start, 7 * DaySeconds);
            case DateUnit.Month:
                return date.Day >= 16 ? start.AddMonths(1) : start;
            case DateUnit.Quarter:
                var second = start.Month + 1;
                return date.Month > second || (date.Month == second && date.Day >= 16) ? start.AddMonths(3) : start;
            case DateUnit.Year:
                return date.Month >= 7 ? start.AddMonths(12) : start;
            case DateUnit.IsoYear:
                var year = IsoYear(date);
                return date >= Start(year, 7) ? IsoYearStart(year + 1) : start;
            case DateUnit.Century:
                return date.Year >= start.Year + 50 ? start.AddMonths(1200) : start;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>From 1.</summary>
    public static int DayOfYear(OracleDate date) => (int)(date.Days - Start(date.Year, 1).Days) + 1;

    public static DayOfWeek DayOfWeek(OracleDate date) => (DayOfWeek)((date.Days + JulianDayOfEpoch + 1) % 7);

    /// <summary>The year of the ISO week: that of its Thursday.</summary>
    public static int IsoYear(OracleDate date) => IsoThursday(date).Year;

    /// <summary>1 to 53.</summary>
    public static int IsoWeek(OracleDate date) => ((DayOfYear(IsoThursday(date)) - 1) / 7) + 1;

    internal const long JulianDayOfEpoch = 2440588;

    private static OracleDate IsoThursday(OracleDate date) => Back(date, DaysSince(date, System.DayOfWeek.Monday) - 3);

    private static OracleDate IsoYearStart(int year)
    {
        var fourth = OracleDate.FromDays(Start(year, 1).Days + 3);
        return Back(fourth, DaysSince(fourth, System.DayOfWeek.Monday));
    }

    private static int CenturyStart(int year) => year > 0 ? ((year - 1) / 100 * 100) + 1 : -((((-year - 1) / 100) + 1) * 100);

    private static OracleDate Start(int year, int month) => OracleDate.Create(year, month, 1)
        ?? throw new HarunireException(ValueErrors.InvalidYear, $"ORA-01841: (full) year must be between -4713 and +9999, and not be 0: {year}");

    private static int DaysSince(OracleDate date, DayOfWeek start) => ((int)DayOfWeek(date) - (int)start + 7) % 7;

    private static OracleDate Back(OracleDate date, int days) => OracleDate.FromDays(date.Days - days);

    private static OracleDate Nearest(OracleDate date, OracleDate start, long length) =>
        (date.Seconds - start.Seconds) * 2 >= length ? OracleDate.FromDays(start.Days).AddDays(OracleNumber.Divide(start.SecondOfDay + length, DaySeconds)) : start;
}
