using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>How a value is printed in reports and named in accepted differences.</summary>
internal static class Cell
{
    /// <summary>NULL as <c>NULL</c>; a date at midnight without its time.</summary>
    public static string Print(in Datum value) =>
        value.Kind == DatumKind.Date && value.AsDate.SecondOfDay == 0 ? value.ToString()[..^9] : value.ToString();
}
