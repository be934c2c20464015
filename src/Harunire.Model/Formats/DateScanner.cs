using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Formats;

/// <summary>Reads one element of a mask from a text.</summary>
internal readonly struct DateScanner(string text, string mask, bool exact)
{
    public void Read(ref ReadOnlySpan<char> rest, DateElement element, int digits, DateFields fields)
    {
        if (!exact)
        {
            rest = rest.TrimStart(' ');
        }

        switch (element)
        {
            case DateElement.SYYYY:
                fields.BeforeChrist = TakeSign(ref rest);
                fields.Year = Number(ref rest, 4, 0, 9999, ValueErrors.InvalidYear, "ORA-01841: (full) year must be between -4713 and +9999, and not be 0");
                break;
            case DateElement.YYYY:
                fields.Year = Number(ref rest, 4, 0, 9999, ValueErrors.InvalidYear, "ORA-01841: (full) year must be between -4713 and +9999, and not be 0");
                break;
            case DateElement.YYY or DateElement.YY or DateElement.RR or DateElement.RRRR:
                fields.Year = ShortYear(ref rest, element);
                break;
            case DateElement.MM or DateElement.MON or DateElement.MONTH:
                fields.Month = Month(ref rest, element);
                break;
            case DateElement.DD:
                fields.Day = Number(ref rest, 2, 1, 31, ValueErrors.InvalidDay, "ORA-01847: day of month must be between 1 and last day of month");
                break;
            case DateElement.DDD:
                fields.DayOfYear = Number(ref rest, 3, 1, 366, ValueErrors.InvalidDay, "ORA-01848: day of year must be between 1 and 365 (366 for leap year)");
                break;
            case DateElement.J:
                fields.JulianDay = Number(ref rest, 7, 1, 5373484, ValueErrors.InvalidYear, "ORA-01854: julian date must be between 1 and 5373484");
                break;
            case DateElement.DAY or DateElement.DY:
                var day = DateFormat.FindName(rest, days: true, out var length);
                fields.DayOfWeek = day >= 0 ? (DayOfWeek)day : throw Error(ValueErrors.InvalidDayName, "ORA-01846: not a valid day of the week");
                rest = rest[length..];
                break;
            case DateElement.HH24:
                fields.Hour24 = Number(ref rest, 2, 0, 23, ValueErrors.InvalidTime, "ORA-01850: hour must be between 0 and 23");
                break;
            case DateElement.HH or DateElement.HH12:
                fields.Hour12 = Number(ref rest, 2, 1, 12, ValueErrors.InvalidTime, "ORA-01849: hour must be between 1 and 12");
                break;
            case DateElement.MI:
                fields.Minute = Number(ref rest, 2, 0, 59, ValueErrors.InvalidTime, "ORA-01851: minutes must be between 0 and 59");
                break;
            case DateElement.SS:
                fields.Second = Number(ref rest, 2, 0, 59, ValueErrors.InvalidTime, "ORA-01852: seconds must be between 0 and 59");
                break;
            case DateElement.SSSSS:
                fields.SecondOfDay = Number(ref rest, 5, 0, 86399, ValueErrors.InvalidTime, "ORA-01853: seconds in day must be between 0 and 86399");
                break;
            case DateElement.FF:
                fields.Nanoseconds = Fraction(ref rest, digits < 0 ? 9 : digits);
                break;
            case DateElement.Meridian or DateElement.DottedMeridian:
                fields.Afternoon = Mark(ref rest, "AM", "PM", "ORA-01855: AM/A.M. or PM/P.M. required");
                break;
            case DateElement.Era or DateElement.DottedEra:
                fields.BeforeChrist = Mark(ref rest, "AD", "BC", "ORA-01856: BC/B.C. or AD/A.D. required");
                break;
            case DateElement.TZH:
                fields.NegativeOffset = TakeSign(ref rest);
                fields.OffsetHours = Number(ref rest, 2, 0, 15, ValueErrors.InvalidTimeZone, "ORA-01874: time zone hour must be between -15 and 15");
                break;
            case DateElement.TZM:
                fields.OffsetMinutes = Number(ref rest, 2, 0, 59, ValueErrors.InvalidTimeZone, "ORA-01875: time zone minute must be between -59 and 59");
                break;
            default:
                throw new HarunireException(ValueErrors.InvalidDateMask, $"ORA-01820: format code cannot appear in date input format: {element} in '{mask}'");
        }
    }

    private static bool TakeSign(ref ReadOnlySpan<char> rest)
    {
        var negative = rest[0] == '-';
        rest = rest[0] is '-' or '+' ? rest[1..] : rest;
        return negative;
    }

    private static int CountDigits(ReadOnlySpan<char> rest, int most)
    {
        var count = 0;
        while (count < rest.Length && count < most && char.IsAsciiDigit(rest[count]))
        {
            count++;
        }

        return count;
    }

    private HarunireException Error(ErrorCode code, string message) => new(code, $"{message}: '{text}', '{mask}'");

    private int Number(ref ReadOnlySpan<char> rest, int digits, int least, int most, ErrorCode code, string message)
    {
        var count = CountDigits(rest, digits);
        if (count == 0)
        {
            throw Error(ValueErrors.NotNumeric, "ORA-01858: a non-numeric character was found where a numeric was expected");
        }

        if (exact && count < digits)
        {
            throw Error(ValueErrors.MaskMismatch, "ORA-01862: the numeric value does not match the length of the format item");
        }

        var value = 0;
        foreach (var digit in rest[..count])
        {
            value = (value * 10) + digit - '0';
        }

        rest = rest[count..];
        return value >= least && value <= most ? value : throw Error(code, message);
    }

    private int ShortYear(ref ReadOnlySpan<char> rest, DateElement element)
    {
        var digits = element switch { DateElement.YYY => 3, DateElement.RRRR => 4, _ => 2 };
        var available = CountDigits(rest, 5);
        var followedByOther = available == 4 && (rest.Length == 4 || !char.IsLetterOrDigit(rest[4]));
        var width = !exact && followedByOther ? 4 : digits;
        var used = Math.Min(available, width);
        var year = Number(ref rest, width, 0, 9999, ValueErrors.InvalidYear, "ORA-01841: (full) year must be between -4713 and +9999, and not be 0");
        if (used > digits || used > 2)
        {
            return used == 3 ? year + 2000 : year;
        }

        return element is DateElement.RR or DateElement.RRRR ? year + (year < 50 ? 2000 : 1900) : year + 2000;
    }

    private int Month(ref ReadOnlySpan<char> rest, DateElement element)
    {
        if (element == DateElement.MM && char.IsAsciiDigit(rest[0]))
        {
            return Number(ref rest, 2, 1, 12, ValueErrors.InvalidMonth, "ORA-01843: not a valid month");
        }

        var month = DateFormat.FindName(rest, days: false, out var length);
        if (month < 0)
        {
            throw element == DateElement.MM
                ? Error(ValueErrors.NotNumeric, "ORA-01858: a non-numeric character was found where a numeric was expected")
                : Error(ValueErrors.InvalidMonth, "ORA-01843: not a valid month");
        }

        rest = rest[length..];
        return month + 1;
    }

    private int Fraction(ref ReadOnlySpan<char> rest, int digits)
    {
        var count = CountDigits(rest, digits);
        if (count == 0)
        {
            throw Error(ValueErrors.NotNumeric, "ORA-01858: a non-numeric character was found where a numeric was expected");
        }

        var value = 0;
        for (var i = 0; i < 9; i++)
        {
            value = (value * 10) + (i < count ? rest[i] - '0' : 0);
        }

        rest = rest[count..];
        return value;
    }

    private bool Mark(ref ReadOnlySpan<char> rest, string first, string second, string message)
    {
        foreach (var mark in new[] { first, second })
        {
            foreach (var form in new[] { mark, $"{mark[0]}.{mark[1]}." })
            {
                if (rest.StartsWith(form, StringComparison.OrdinalIgnoreCase))
                {
                    rest = rest[form.Length..];
                    return mark == second;
                }
            }
        }

        throw Error(ValueErrors.InvalidMeridian, message);
    }
}
