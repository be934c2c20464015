using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Formats;

/// <summary>What a text said of a date, before it is put together and checked.</summary>
internal sealed class DateFields
{
    public int? Year { get; set; }

    public bool BeforeChrist { get; set; }

    public int? Month { get; set; }

    public int? Day { get; set; }

    public int? DayOfYear { get; set; }

    public int? JulianDay { get; set; }

    public DayOfWeek? DayOfWeek { get; set; }

    public int? Hour24 { get; set; }

    public int? Hour12 { get; set; }

    public bool? Afternoon { get; set; }

    public int Minute { get; set; }

    public int Second { get; set; }

    public int? SecondOfDay { get; set; }

    public int Nanoseconds { get; set; }

    public bool NegativeOffset { get; set; }

    public int? OffsetHours { get; set; }

    public int OffsetMinutes { get; set; }

    /// <param name="text">For messages.</param>
    /// <param name="currentMonth">Year and month of texts that say none (Oracle takes the clock's); null: refused.</param>
    public OracleTimestamp ToTimestamp(string text, OracleDate? currentMonth)
    {
        var date = ToDay(text, currentMonth);
        if (DayOfWeek is { } day && DateRounding.DayOfWeek(date) != day)
        {
            throw new HarunireException(ValueErrors.InvalidDayName, $"ORA-01835: day of week conflicts with Julian date: '{text}'");
        }

        var hour = Hour24 ?? (Hour12 is { } twelve ? (twelve % 12) + (Afternoon == true ? 12 : 0) : 0);
        var seconds = (hour * 3600) + (Minute * 60) + Second;
        if (SecondOfDay is { } given)
        {
            if (Hour24 is not null && given != seconds)
            {
                throw new HarunireException(ValueErrors.ConflictingFields, $"ORA-01836: hour conflicts with seconds in day: '{text}'");
            }

            seconds = given;
        }

        return new OracleTimestamp(date.Seconds + seconds, Nanoseconds);
    }

    private OracleDate ToDay(string text, OracleDate? currentMonth)
    {
        if (JulianDay is { } julian)
        {
            return OracleDate.FromDays(julian - DateRounding.JulianDayOfEpoch);
        }

        if ((Year is null || (Month is null && DayOfYear is null)) && currentMonth is null)
        {
            throw new HarunireException(
                ValueErrors.InvalidDateMask, $"the mask gives no year or no month, which Oracle would take from the clock: '{text}'", hint: "name the year and the month in the text and its mask");
        }

        var year = Year ?? currentMonth!.Value.Year;
        year = BeforeChrist ? -year : year;
        if (year is 0 or < -4712 or > 9999)
        {
            throw new HarunireException(ValueErrors.InvalidYear, $"ORA-01841: (full) year must be between -4713 and +9999, and not be 0: '{text}'");
        }

        if (DayOfYear is { } dayOfYear)
        {
            var first = OracleDate.Create(year, 1, 1)!.Value;
            var found = OracleDate.FromDays(first.Days + dayOfYear - 1);
            return found.Year != year
                ? throw new HarunireException(ValueErrors.InvalidDay, $"ORA-01848: day of year must be between 1 and 365 (366 for leap year): '{text}'")
                : Month is { } named && named != found.Month
                    ? throw new HarunireException(ValueErrors.ConflictingFields, $"ORA-01833: month conflicts with Julian date: '{text}'")
                    : found;
        }

        var month = Month ?? currentMonth!.Value.Month;
        return OracleDate.Create(year, month, Day ?? 1)
            ?? throw new HarunireException(ValueErrors.InvalidDay, $"ORA-01839: date not valid for month specified: '{text}'");
    }
}
