using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Formats;

/// <summary>A date mask, read once: TO_CHAR(date, mask), TO_DATE(text, mask), TO_TIMESTAMP(text, mask).</summary>
/// <remarks>
/// Names are English. YEAR, SYEAR, the suffixes TH and SP, DL, DS, TS, E, EE and TZD are refused (ORA-01821).
/// Source: Oracle Database SQL Language Reference, "Datetime Format Models".
/// </remarks>
public sealed partial class DateFormat
{
    /// <summary>Longer names before their beginnings.</summary>
    private static readonly ImmutableArray<(string Name, DateElement Element)> Names =
    [
        ("Y,YYY", DateElement.GroupedYear), ("SYYYY", DateElement.SYYYY), ("SSSSS", DateElement.SSSSS), ("MONTH", DateElement.MONTH),
        ("YYYY", DateElement.YYYY), ("RRRR", DateElement.RRRR), ("IYYY", DateElement.IYYY), ("HH24", DateElement.HH24), ("HH12", DateElement.HH12),
        ("A.M.", DateElement.DottedMeridian), ("P.M.", DateElement.DottedMeridian), ("B.C.", DateElement.DottedEra), ("A.D.", DateElement.DottedEra),
        ("SCC", DateElement.SCC), ("YYY", DateElement.YYY), ("IYY", DateElement.IYY), ("MON", DateElement.MON), ("DDD", DateElement.DDD), ("DAY", DateElement.DAY),
        ("TZH", DateElement.TZH), ("TZM", DateElement.TZM), ("TZR", DateElement.TZR),
        ("CC", DateElement.CC), ("YY", DateElement.YY), ("RR", DateElement.RR), ("IY", DateElement.IY), ("MM", DateElement.MM), ("RM", DateElement.RM),
        ("WW", DateElement.WW), ("IW", DateElement.IW), ("DD", DateElement.DD), ("DY", DateElement.DY), ("HH", DateElement.HH), ("MI", DateElement.MI),
        ("SS", DateElement.SS), ("FF", DateElement.FF), ("FM", DateElement.FM), ("FX", DateElement.FX), ("AM", DateElement.Meridian), ("PM", DateElement.Meridian),
        ("BC", DateElement.Era), ("AD", DateElement.Era),
        ("Y", DateElement.Y), ("I", DateElement.I), ("Q", DateElement.Q), ("W", DateElement.W), ("D", DateElement.D), ("J", DateElement.J), ("X", DateElement.X),
    ];

    private static readonly ImmutableArray<string> Refused = ["SYEAR", "YEAR", "TZD", "DL", "DS", "TS", "EE"];

    private static readonly ImmutableArray<string> Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly ImmutableArray<string> Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly ImmutableArray<string> RomanMonths = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

    private readonly string _mask;
    private readonly ImmutableArray<Part> _parts;

    private DateFormat(string mask, ImmutableArray<Part> parts)
    {
        _mask = mask;
        _parts = parts;
    }

    /// <summary>ORA-01821 for what is no mask.</summary>
    public static DateFormat Parse(string mask)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var position = 0;
        while (position < mask.Length)
        {
            parts.Add(ReadPart(mask, ref position));
        }

        return new DateFormat(mask, parts.ToImmutable());
    }

    public override string ToString() => _mask;

    private static Part ReadPart(string mask, ref int position)
    {
        var rest = mask.AsSpan(position);
        if (rest[0] == '"')
        {
            var end = rest[1..].IndexOf('"');
            if (end < 0)
            {
                throw Bad(mask, rest);
            }

            position += end + 2;
            return new Part(DateElement.Literal, rest.Slice(1, end).ToString(), 0);
        }

        foreach (var name in Refused)
        {
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                throw Bad(mask, rest[..name.Length]);
            }
        }

        foreach (var (name, element) in Names)
        {
            if (!rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            position += name.Length;
            var digits = -1;
            if (element == DateElement.FF && position < mask.Length && mask[position] is >= '1' and <= '9')
            {
                digits = mask[position++] - '0';
            }

            return new Part(element, rest[..name.Length].ToString(), digits);
        }

        if (char.IsLetterOrDigit(rest[0]))
        {
            throw Bad(mask, rest[..1]);
        }

        position++;
        return new Part(DateElement.Punctuation, rest[..1].ToString(), 0);
    }

    private static HarunireException Bad(string mask, ReadOnlySpan<char> element) =>
        new(ValueErrors.InvalidDateMask, $"ORA-01821: date format not recognized: '{element}' in '{mask}'", hint: "put text that is to be taken as it is into double quotes");

    /// <param name="Element">Which one.</param>
    /// <param name="Text">As written: its case decides that of names.</param>
    /// <param name="Digits">Of FF; -1 where not given.</param>
    private sealed record Part(DateElement Element, string Text, int Digits);
}
