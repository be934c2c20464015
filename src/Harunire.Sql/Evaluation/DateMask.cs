using Harunire.Model.Formats;
using Harunire.Model.Values;

namespace Harunire.Sql.Evaluation;

/// <summary>TRUNC and ROUND of dates over values, with the mask as second argument.</summary>
internal static class DateMask
{
    public static ScalarOperation Truncate(Datum? mask) => Operation(mask, static (date, unit) => DateRounding.Truncate(date, unit));

    public static ScalarOperation Round(Datum? mask) => Operation(mask, static (date, unit) => DateRounding.Round(date, unit));

    /// <summary>A constant mask is read once.</summary>
    private static ScalarOperation Operation(Datum? mask, Func<OracleDate, DateUnit, OracleDate> operation)
    {
        if (mask is { IsNull: false } constant)
        {
            var unit = DateRounding.ParseUnit(constant.AsText);
            return v => Datum.FromDate(operation(DateOf(in v[0]), unit));
        }

        return v => Datum.FromDate(operation(DateOf(in v[0]), DateRounding.ParseUnit(v[1].AsText)));
    }

    private static OracleDate DateOf(in Datum value) => value.Kind == DatumKind.Timestamp ? value.AsTimestamp.Date : value.AsDate;
}
