using System.Diagnostics;
using System.Globalization;
using System.Text;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Formats;

public sealed partial class DateFormat
{
    /// <summary>TO_CHAR(date, mask); null (NULL) for an empty mask. FF and the time zone don't belong to a DATE: ORA-01821.</summary>
    public string? Format(OracleDate date, NlsSettings? nls = null) => Write(date, null, null, 0, nls ?? NlsSettings.Default);

    /// <summary>TO_CHAR(timestamp, mask); FF without a number shows the column's digits.</summary>
    public string? Format(OracleTimestamp timestamp, NlsSettings? nls = null, int precision = 6) =>
        Write(timestamp.Date, timestamp.Nanoseconds, null, precision, nls ?? NlsSettings.Default);

    /// <summary>TO_CHAR(timestamp with time zone, mask), by its own clock; TZR shows the offset.</summary>
    public string? Format(OracleTimestampTz timestamp, NlsSettings? nls = null, int precision = 6) =>
        Write(timestamp.Local.Date, timestamp.Local.Nanoseconds, timestamp.OffsetMinutes, precision, nls ?? NlsSettings.Default);

    private static string Pad(long value, int width, bool fill) => fill ? value.ToString(CultureInfo.InvariantCulture) : value.ToString("D" + width, CultureInfo.InvariantCulture);

    private static string Name(string name, string element, int width, bool fill)
    {
        // MONTH, Month and month: the first two letters decide.
        var cased = char.IsLower(element[0]) ? name.ToLowerInvariant() : element.Length > 1 && char.IsLower(element[1]) ? name : name.ToUpperInvariant();
        return fill ? cased : cased.PadRight(width);
    }

    private static string Mark(bool second, string element, string firstMark, string secondMark)
    {
        var mark = second ? secondMark : firstMark;
        var dotted = element.Contains('.') ? $"{mark[0]}.{mark[1]}." : mark;
        return char.IsLower(element[0]) ? dotted.ToLowerInvariant() : char.IsLower(element[^1]) || (element.Length == 4 && char.IsLower(element[2])) ? dotted[..1] + dotted[1..].ToLowerInvariant() : dotted;
    }

    private string? Write(OracleDate date, int? nanoseconds, int? offset, int precision, NlsSettings nls)
    {
        var result = new StringBuilder();
        var fill = false;
        foreach (var part in _parts)
        {
            if (part.Element == DateElement.FM)
            {
                fill = !fill;
                continue;
            }

            result.Append(Write(part, date, nanoseconds, offset, precision, fill, nls));
        }

        return result.Length == 0 ? null : result.ToString();
    }

    private string Write(Part part, OracleDate date, int? nanoseconds, int? offset, int precision, bool fill, NlsSettings nls)
    {
        var year = Math.Abs(date.Year);
        var isoYear = Math.Abs(date.Year) < 2 ? year : DateRounding.IsoYear(date);
        var hour12 = ((date.Hour + 11) % 12) + 1;
        switch (part.Element)
        {
            case DateElement.Literal or DateElement.Punctuation:
                return part.Text;
            case DateElement.FX:
                return "";
            case DateElement.CC:
                return Pad((year + 99) / 100, 2, fill);
            case DateElement.SCC:
                return (date.Year < 0 ? "-" : fill ? "" : " ") + Pad((year + 99) / 100, 2, fill);
            case DateElement.SYYYY:
                return (date.Year < 0 ? "-" : fill ? "" : " ") + Pad(year, 4, fill);
            case DateElement.YYYY or DateElement.RRRR:
                return Pad(year, 4, fill);
            case DateElement.GroupedYear:
                return $"{year / 1000},{year % 1000:000}";
            case DateElement.YYY:
                return Pad(year % 1000, 3, fill);
            case DateElement.YY or DateElement.RR:
                return Pad(year % 100, 2, fill);
            case DateElement.Y:
                return Pad(year % 10, 1, fill);
            case DateElement.IYYY:
                return Pad(isoYear, 4, fill);
            case DateElement.IYY:
                return Pad(isoYear % 1000, 3, fill);
            case DateElement.IY:
                return Pad(isoYear % 100, 2, fill);
            case DateElement.I:
                return Pad(isoYear % 10, 1, fill);
            case DateElement.Q:
                return Pad((date.Month + 2) / 3, 1, fill);
            case DateElement.MM:
                return Pad(date.Month, 2, fill);
            case DateElement.MON:
                return Name(Months[date.Month - 1][..3], part.Text, 3, fill);
            case DateElement.MONTH:
                return Name(Months[date.Month - 1], part.Text, 9, fill);
            case DateElement.RM:
                return Name(RomanMonths[date.Month - 1], char.IsLower(part.Text[0]) ? "rm" : "RM", 4, fill);
            case DateElement.WW:
                return Pad(((DateRounding.DayOfYear(date) - 1) / 7) + 1, 2, fill);
            case DateElement.W:
                return Pad(((date.Day - 1) / 7) + 1, 1, fill);
            case DateElement.IW:
                return Pad(DateRounding.IsoWeek(date), 2, fill);
            case DateElement.DDD:
                return Pad(DateRounding.DayOfYear(date), 3, fill);
            case DateElement.DD:
                return Pad(date.Day, 2, fill);
            case DateElement.D:
                return Pad((((int)DateRounding.DayOfWeek(date) - (int)nls.FirstDayOfWeek + 7) % 7) + 1, 1, fill);
            case DateElement.DAY:
                return Name(Days[(int)DateRounding.DayOfWeek(date)], part.Text, 9, fill);
            case DateElement.DY:
                return Name(Days[(int)DateRounding.DayOfWeek(date)][..3], part.Text, 3, fill);
            case DateElement.J:
                return Pad(date.Days + DateRounding.JulianDayOfEpoch, 7, fill);
            case DateElement.HH or DateElement.HH12:
                return Pad(hour12, 2, fill);
            case DateElement.HH24:
                return Pad(date.Hour, 2, fill);
            case DateElement.MI:
                return Pad(date.Minute, 2, fill);
            case DateElement.SS:
                return Pad(date.Second, 2, fill);
            case DateElement.SSSSS:
                return Pad(date.SecondOfDay, 5, fill);
            case DateElement.X:
                return nls.DecimalCharacter.ToString();
            case DateElement.Meridian or DateElement.DottedMeridian:
                return Mark(date.Hour >= 12, part.Text, "AM", "PM");
            case DateElement.Era or DateElement.DottedEra:
                return Mark(date.Year < 0, part.Text, "AD", "BC");
            case DateElement.FF when nanoseconds is { } fraction:
                return fraction.ToString("000000000", CultureInfo.InvariantCulture)[..(part.Digits < 0 ? precision : part.Digits)];
            case DateElement.TZH when offset is { } minutes:
                return (minutes < 0 ? "-" : "+") + Pad(Math.Abs(minutes) / 60, 2, fill: false);
            case DateElement.TZM when offset is { } minutes:
                return Pad(Math.Abs(minutes) % 60, 2, fill: false);
            case DateElement.TZR when offset is { } minutes:
                return $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}";
            case DateElement.FF or DateElement.TZH or DateElement.TZM or DateElement.TZR:
                throw new HarunireException(ValueErrors.InvalidDateMask, $"ORA-01821: date format not recognized: the value has no {part.Text}, in '{_mask}'");
            default:
                throw new UnreachableException();
        }
    }
}
