using System.Globalization;

namespace Harunire.Verify.Reports;

/// <summary>Counts and shares as reports print them: grouped by thousands, a percentage never without its fraction.</summary>
public static class Numerals
{
    public static string Of(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Of(long count, string noun) => $"{Of(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>All digits of a number, its whole part grouped by thousands.</summary>
    public static string Grouped(Model.Values.OracleNumber number)
    {
        var text = number.ToPlainString();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? text : text[..point]).TrimStart('-');
        var grouped = new System.Text.StringBuilder(text.StartsWith('-') ? "-" : "");
        for (var i = 0; i < whole.Length; i++)
        {
            grouped.Append(i > 0 && (whole.Length - i) % 3 == 0 ? "," : "").Append(whole[i]);
        }

        return grouped.Append(point < 0 ? "" : text[point..]).ToString();
    }

    public static string Share(long part, long whole) => $"{Of(part)} of {Of(whole)}";

    /// <summary>Never rounds up to 100 % or down to 0 %.</summary>
    public static string Percent(long part, long whole)
    {
        if (whole == 0)
        {
            return "0 of 0";
        }

        var percent = 100m * part / whole;
        var shown = part == whole ? 100m : part == 0 ? 0m : Math.Clamp(Math.Round(percent, 2), 0.01m, 99.99m);
        return $"{shown.ToString("0.##", CultureInfo.InvariantCulture)} % ({Share(part, whole)})";
    }

    public static string Times(double factor) => factor.ToString("0.0", CultureInfo.InvariantCulture) + "×";
}
