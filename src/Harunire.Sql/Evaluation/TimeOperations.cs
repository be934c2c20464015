using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Evaluation;

/// <summary>Functions of DATE, TIMESTAMP and intervals; no argument is NULL.</summary>
internal static class TimeOperations
{
    public static ScalarOperation? Of(ScalarFunction function, IReadOnlyList<OracleType> types, Func<int, Datum?> constant) => function switch
    {
        ScalarFunction.DateAddDays => v => Datum.FromDate(v[0].AsDate.AddDays(v[1].AsNumber)),
        ScalarFunction.DateSubtractDays => v => Datum.FromDate(v[0].AsDate.AddDays(v[1].AsNumber.Negate())),
        ScalarFunction.DateDifference => v => Datum.FromNumber(v[0].AsDate.Subtract(v[1].AsDate)),
        ScalarFunction.TimestampDifference => v => Difference(v[0].AsTimestamp, v[1].AsTimestamp),
        ScalarFunction.AddInterval => v => AddInterval(v[0], v[1], 1),
        ScalarFunction.SubtractInterval => v => AddInterval(v[0], v[1], -1),
        ScalarFunction.AddMonths => v => Datum.FromDate(v[0].AsDate.AddMonths(NumberOperations.Whole(in v[1]))),
        ScalarFunction.LastDay => v => Datum.FromDate(v[0].AsDate.LastDay()),
        ScalarFunction.MonthsBetween => v => Datum.FromNumber(OracleDate.MonthsBetween(v[0].AsDate, v[1].AsDate)),
        ScalarFunction.TruncDate => DateMask.Truncate(types.Count < 2 ? Datum.FromText("DD") : constant(1)),
        ScalarFunction.RoundDate => DateMask.Round(types.Count < 2 ? Datum.FromText("DD") : constant(1)),
        ScalarFunction.Extract => v => Datum.FromNumber(Extract(v[0].AsText, v[1])),
        _ => null,
    };

    private static Datum Difference(OracleTimestamp left, OracleTimestamp right)
    {
        var nanoseconds = left.Nanoseconds - right.Nanoseconds;
        return Datum.FromIntervalDayToSecond(new IntervalDayToSecond(
            left.Seconds - right.Seconds - (nanoseconds < 0 ? 1 : 0),
            nanoseconds < 0 ? nanoseconds + 1_000_000_000 : nanoseconds));
    }

    /// <summary>Months keep the day; where the month has no such day Oracle raises ORA-01839.</summary>
    private static Datum AddInterval(in Datum time, in Datum interval, int sign)
    {
        var at = time.Kind == DatumKind.Timestamp ? time.AsTimestamp : OracleTimestamp.FromDate(time.AsDate);
        if (interval.Kind == DatumKind.IntervalDayToSecond)
        {
            var span = interval.AsIntervalDayToSecond;
            var nanoseconds = at.Nanoseconds + (sign * (long)span.Nanoseconds);
            var carry = nanoseconds < 0 ? -1 : nanoseconds / 1_000_000_000;
            at = new OracleTimestamp(at.Seconds + (sign * span.Seconds) + carry, (int)(nanoseconds - (carry * 1_000_000_000)));
        }
        else
        {
            var date = at.Date;
            var months = (date.Year * 12L) + date.Month - 1 + (sign * interval.AsIntervalYearToMonth.Months);
            var moved = OracleDate.Create((int)Math.Floor(months / 12.0), (int)(((months % 12) + 12) % 12) + 1, date.Day, date.Hour, date.Minute, date.Second);
            at = new OracleTimestamp(
                (moved ?? throw new Model.Errors.HarunireException(ValueErrors.InvalidDay, $"ORA-01839: date not valid for month specified: {date} {(sign < 0 ? '-' : '+')} {interval.AsIntervalYearToMonth}")).Seconds,
                at.Nanoseconds);
        }

        return time.Kind == DatumKind.Timestamp ? Datum.FromTimestamp(at) : Datum.FromDate(at.Date);
    }

    private static OracleNumber Extract(string field, in Datum time)
    {
        if (time.Kind is DatumKind.IntervalYearToMonth)
        {
            var months = time.AsIntervalYearToMonth.Months;
            return field switch { "YEAR" => months / 12, "MONTH" => months % 12, _ => throw Refuse(field) };
        }

        if (time.Kind is DatumKind.IntervalDayToSecond)
        {
            var span = time.AsIntervalDayToSecond;
            var nanos = OracleNumber.FromScaled(span.Nanoseconds, 9) + span.Seconds;
            var whole = nanos.Truncate().TryToInt64(out var seconds) ? seconds : throw Refuse(field);
            return field switch
            {
                "DAY" => whole / 86_400,
                "HOUR" => whole / 3600 % 24,
                "MINUTE" => whole / 60 % 60,
                "SECOND" => nanos % 60,
                _ => throw Refuse(field),
            };
        }

        // Of a time with a zone Oracle gives the parts of its UTC. Source: SQL Language Reference, EXTRACT (datetime).
        var at = time.Kind switch
        {
            DatumKind.Date => OracleTimestamp.FromDate(time.AsDate),
            DatumKind.TimestampTz => time.AsTimestampTz.Utc,
            _ => time.AsTimestamp,
        };
        return field switch
        {
            "YEAR" => at.Date.Year,
            "MONTH" => at.Date.Month,
            "DAY" => at.Date.Day,
            "HOUR" => at.Date.Hour,
            "MINUTE" => at.Date.Minute,
            "SECOND" => OracleNumber.FromScaled(at.Nanoseconds, 9) + at.Date.Second,
            _ => throw Refuse(field),
        };
    }

    private static Model.Errors.HarunireException Refuse(string field) => EvaluationErrors.Refuse(ScalarFunction.Extract, $"the field {field}");
}
