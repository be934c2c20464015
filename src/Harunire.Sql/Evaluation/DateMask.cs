using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Sql.Evaluation;

/// <summary>TRUNC and ROUND of dates. Source: Oracle SQL Language Reference, "ROUND and TRUNC Date Functions". Weeks of mask D begin on Sunday (NLS_TERRITORY AMERICA).</summary>
internal static class DateMask
{
    private const long Day = 86_400;

    /// <summary>With a constant mask, it is looked at once.</summary>
    public static ScalarOperation Operation(Datum? mask, Func<OracleDate, string, OracleDate> operation)
    {
        if (mask is { IsNull: false } constant)
        {
            var text = constant.AsText.ToUpperInvariant();
            return v => Apply(v[0], text, operation);
        }

        return v => Apply(v[0], v[1].AsText.ToUpperInvariant(), operation);
    }

    public static OracleDate Truncate(OracleDate date, string mask) => mask switch
    {
        "DD" or "DDD" or "J" => FromDay(date),
        "MM" or "MONTH" or "MON" or "RM" => Make(date.Year, date.Month),
        "YYYY" or "SYYYY" or "YEAR" or "SYEAR" or "YYY" or "YY" or "Y" => Make(date.Year, 1),
        "Q" => Make(date.Year, ((date.Month - 1) / 3 * 3) + 1),
        "CC" or "SCC" => Make(((date.Year - 1) / 100 * 100) + 1, 1),
        "IYYY" or "IYY" or "IY" or "I" => IsoYear(date),
        "HH" or "HH12" or "HH24" => new OracleDate(date.Seconds - (date.SecondOfDay % 3600)),
        "MI" => new OracleDate(date.Seconds - (date.SecondOfDay % 60)),
        "IW" => Back(date, Modulo(date.Days - Monday, 7)),
        "D" or "DY" or "DAY" => Back(date, Modulo(date.Days - Monday + 1, 7)),
        "W" => Back(date, (date.Day - 1) % 7),
        "WW" => Back(date, (date.Days - Make(date.Year, 1).Days) % 7),
        _ => throw Unknown(mask),
    };

    public static OracleDate Round(OracleDate date, string mask) => mask switch
    {
        "DD" or "DDD" or "J" => Truncate(new OracleDate(date.Seconds + (Day / 2)), "DD"),
        "HH" or "HH12" or "HH24" => Truncate(new OracleDate(date.Seconds + 1800), "HH"),
        "MI" => Truncate(new OracleDate(date.Seconds + 30), "MI"),
        "MM" or "MONTH" or "MON" or "RM" => Truncate(date, "MM").AddMonths(date.Day >= 16 ? 1 : 0),
        "YYYY" or "SYYYY" or "YEAR" or "SYEAR" or "YYY" or "YY" or "Y" => Truncate(date, "YYYY").AddMonths(date.Month >= 7 ? 12 : 0),
        "Q" => Truncate(date, "Q").AddMonths((date.Month - 1) % 3 == 2 || ((date.Month - 1) % 3 == 1 && date.Day >= 16) ? 3 : 0),
        _ => throw Unknown(mask),
    };

    /// <summary>Any Monday.</summary>
    private static long Monday { get; } = OracleDate.Create(2024, 1, 1)!.Value.Days;

    private static Datum Apply(in Datum value, string mask, Func<OracleDate, string, OracleDate> operation) =>
        Datum.FromDate(operation(value.Kind == DatumKind.Timestamp ? value.AsTimestamp.Date : value.AsDate, mask));

    private static OracleDate FromDay(OracleDate date) => new(date.Seconds - date.SecondOfDay);

    private static OracleDate Back(OracleDate date, long days) => new(date.Seconds - date.SecondOfDay - (days * Day));

    private static OracleDate Make(int year, int month) => OracleDate.Create(year, month, 1)!.Value;

    private static OracleDate IsoYear(OracleDate date)
    {
        // The ISO year is that of the week's Thursday; its first week holds January 4.
        var thursday = new OracleDate(Truncate(date, "IW").Seconds + (3 * Day));
        return Truncate(OracleDate.Create(thursday.Year, 1, 4)!.Value, "IW");
    }

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    private static HarunireException Unknown(string mask) => new(ValueErrors.InvalidDateMask, $"ORA-01898: TRUNC or ROUND of a date has no mask '{mask}'");
}
