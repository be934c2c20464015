using Harunire.Model.Values;

namespace Harunire.Verify.Reports;

/// <summary>Single words of a report, for those who write about it elsewhere.</summary>
public static class ReportText
{
    /// <summary>A value as reports print it, and as accepted differences name it.</summary>
    public static string Cell(in Datum value) => Comparison.Cell.Print(value);

    /// <summary>How many of the failing keys a report holds.</summary>
    public static string KeysShown(MappingReport mapping) => $"{Numerals.Share(mapping.Keys.Length, mapping.Verdicts.Failing)} failing keys are listed.";
}
