using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Formats;

public sealed partial class DateFormat
{
    /// <summary>TO_DATE(text, mask). Two-digit years lie in 2000-2099 (YY) or 1950-2049 (RR), as they do for Oracle until 2049.</summary>
    /// <param name="text">Not NULL.</param>
    /// <param name="currentMonth">Gives the year and month that the mask lacks; null: such masks are refused.</param>
    public OracleDate ParseDate(string text, OracleDate? currentMonth = null) => Read(text).ToTimestamp(text, currentMonth).Date;

    /// <summary>TO_TIMESTAMP(text, mask).</summary>
    public OracleTimestamp ParseTimestamp(string text, OracleDate? currentMonth = null) => Read(text).ToTimestamp(text, currentMonth);

    /// <summary>TO_TIMESTAMP_TZ(text, mask); offset 0 where the mask has none.</summary>
    public OracleTimestampTz ParseTimestampTz(string text, OracleDate? currentMonth = null)
    {
        var fields = Read(text);
        var local = fields.ToTimestamp(text, currentMonth);
        var offset = (((fields.OffsetHours ?? 0) * 60) + fields.OffsetMinutes) * (fields.NegativeOffset ? -1 : 1);
        return new OracleTimestampTz(new OracleTimestamp(local.Seconds - (offset * 60L), local.Nanoseconds), offset);
    }

    private static bool IsTime(DateElement element) => element is >= DateElement.HH and <= DateElement.DottedMeridian or DateElement.Punctuation or DateElement.FM or DateElement.FX;

    private static HarunireException Mismatch(string text, string mask) =>
        new(ValueErrors.MaskMismatch, $"ORA-01861: literal does not match format string: '{text}' is not of the form '{mask}'");

    private DateFields Read(string text)
    {
        var fields = new DateFields();
        var seen = new HashSet<DateElement>();
        var rest = text.AsSpan().TrimStart(' ');
        var exact = false;
        for (var i = 0; i < _parts.Length; i++)
        {
            var part = _parts[i];
            if (part.Element == DateElement.FX)
            {
                exact = !exact;
                continue;
            }

            if (part.Element == DateElement.FM)
            {
                continue;
            }

            if (rest.IsEmpty)
            {
                // A text without its time of day means midnight.
                return !exact && i > 0 && _parts.Skip(i).All(missing => IsTime(missing.Element))
                    ? fields
                    : throw new HarunireException(ValueErrors.TextEndsEarly, $"ORA-01840: input value not long enough for date format: '{text}', '{_mask}'");
            }

            if (part.Element == DateElement.Literal)
            {
                rest = rest.StartsWith(part.Text, StringComparison.Ordinal) ? rest[part.Text.Length..] : throw Mismatch(text, _mask);
                continue;
            }

            if (part.Element is DateElement.Punctuation or DateElement.X)
            {
                SkipPunctuation(ref rest, part, exact, text);
                continue;
            }

            if (!seen.Add(part.Element))
            {
                throw new HarunireException(ValueErrors.ConflictingMask, $"ORA-01810: format code appears twice: {part.Text} in '{_mask}'");
            }

            new DateScanner(text, _mask, exact).Read(ref rest, part.Element, part.Digits, fields);
        }

        if (fields.Hour24 is not null && fields.Afternoon is not null)
        {
            throw new HarunireException(ValueErrors.ConflictingMask, $"ORA-01818: 'HH24' precludes use of meridian indicator: '{_mask}'");
        }

        return rest.Trim(' ').IsEmpty
            ? fields
            : throw new HarunireException(ValueErrors.MaskEndsEarly, $"ORA-01830: date format picture ends before converting entire input string: '{text}', '{_mask}'");
    }

    private void SkipPunctuation(ref ReadOnlySpan<char> rest, Part part, bool exact, string text)
    {
        if (exact)
        {
            rest = rest[0] == part.Text[0] ? rest[1..] : throw Mismatch(text, _mask);
            return;
        }

        // Without FX any punctuation may stand for another, and none where digits follow.
        if (part.Text == " ")
        {
            rest = rest[0] == ' ' ? rest.TrimStart(' ') : char.IsLetterOrDigit(rest[0]) ? rest : rest[1..];
        }
        else
        {
            rest = rest.TrimStart(' ');
            rest = rest.IsEmpty || char.IsLetterOrDigit(rest[0]) ? rest : rest[1..];
        }
    }

    internal static int FindName(ReadOnlySpan<char> rest, bool days, out int length)
    {
        var names = days ? Days : Months;
        for (var i = 0; i < names.Length; i++)
        {
            if (rest.StartsWith(names[i], StringComparison.OrdinalIgnoreCase))
            {
                length = names[i].Length;
                return i;
            }
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (rest.StartsWith(names[i].AsSpan(0, 3), StringComparison.OrdinalIgnoreCase))
            {
                length = 3;
                return i;
            }
        }

        length = 0;
        return -1;
    }
}
