using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>The masks that a reader uses; each part is written out, nothing is left to a setting.</summary>
internal static partial class ModelMasks
{
    public static string Write(Datum value, string mask)
    {
        var (local, offset) = value.Kind switch
        {
            DatumKind.Date => (OracleTimestamp.FromDate(value.AsDate), (int?)null),
            DatumKind.Timestamp => (value.AsTimestamp, null),
            DatumKind.TimestampTz => (value.AsTimestampTz.Local, value.AsTimestampTz.OffsetMinutes),
            _ => throw new OracleError(1481, $"invalid number format model: {mask}"),
        };
        var date = local.Date;
        var sign = mask.StartsWith('S') ? (date.Year < 0 ? "-" : " ") : "";
        var fraction = local.Nanoseconds.ToString("000000000", CultureInfo.InvariantCulture);
        return Mask().Replace(mask, part => part.Value switch
        {
            "SYYYY" or "YYYY" => sign + Math.Abs(date.Year).ToString("0000", CultureInfo.InvariantCulture),
            "MM" => Two(date.Month),
            "DD" => Two(date.Day),
            "HH24" => Two(date.Hour),
            "MI" => Two(date.Minute),
            "SS" => Two(date.Second),
            "FF9" => fraction,
            "FF6" => fraction[..6],
            "TZH" => (offset < 0 ? "-" : "+") + Two(Math.Abs(Offset(offset)) / 60),
            "TZM" => Two(Math.Abs(Offset(offset)) % 60),
            _ => part.Value is "-" or ":" or " " or "." ? part.Value : throw new OracleError(1821, $"date format not recognized: {mask}"),
        });
    }

    /// <summary>Null where the text is not of the mask.</summary>
    public static OracleTimestampTz? Read(string text, string mask)
    {
        var pattern = "^" + Mask().Replace(mask, part => part.Value switch
        {
            "SYYYY" => @"(?<sign>[ -])(?<year>\d{4})",
            "YYYY" => @"(?<year>\d{4})",
            "MM" => @"(?<month>\d{2})",
            "DD" => @"(?<day>\d{2})",
            "HH24" => @"(?<hour>\d{2})",
            "MI" => @"(?<minute>\d{2})",
            "SS" => @"(?<second>\d{2})",
            "FF9" => @"(?<fraction>\d{1,9})",
            "TZH" => @"(?<zone>[+-]\d{2})",
            "TZM" => @"(?<zonemin>\d{2})",
            _ => Regex.Escape(part.Value),
        }) + "$";
        var match = Regex.Match(text, pattern, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        if (!match.Success)
        {
            return null;
        }

        int Part(string name) => match.Groups[name] is { Success: true } found ? int.Parse(found.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var year = match.Groups["sign"].Value == "-" ? -Part("year") : Part("year");
        var offset = (Part("zone") * 60) + (match.Groups["zone"].Value.StartsWith('-') ? -Part("zonemin") : Part("zonemin"));
        var date = OracleDate.Create(year, Part("month"), Part("day"), Part("hour"), Part("minute"), Part("second"));
        return date is null ? null : new OracleTimestampTz(
            new OracleTimestamp(date.Value.Seconds - (offset * 60), int.Parse(match.Groups["fraction"].Value.PadRight(9, '0'), CultureInfo.InvariantCulture)), offset);
    }

    private static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    private static int Offset(int? minutes) => minutes ?? throw new OracleError(1821, "date format not recognized: a zone of a value without one");

    [GeneratedRegex("SYYYY|YYYY|MM|DD|HH24|MI|SS|FF9|FF6|TZH|TZM|.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mask();
}
