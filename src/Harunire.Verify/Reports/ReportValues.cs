using Harunire.Model.Values;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;

namespace Harunire.Verify.Reports;

/// <summary>Keys, cells and rules as all report writers print them.</summary>
internal static class ReportValues
{
    public static string Key(MappingReport mapping, FailingKey key) =>
        string.Join(", ", key.Key.Select((value, i) => $"{Column(mapping, i).Name}={Cell.Print(value)}"));

    public static ComparedColumn Column(MappingReport mapping, int index) => mapping.Outcome!.Columns[index].Column;

    /// <summary>NULL where there is a row; an empty text where there is none.</summary>
    public static string Value(Datum[]? row, int index) => row is null ? "" : Cell.Print(row[index]);

    /// <summary>Target minus legacy for two numbers; empty otherwise.</summary>
    public static string Difference(FailingKey key, int index) =>
        key is { Legacy: { } legacy, Target: { } target } && legacy[index].Kind == DatumKind.Number && target[index].Kind == DatumKind.Number
            ? (target[index].AsNumber - legacy[index].AsNumber).ToPlainString()
            : "";

    public static string Number(OracleNumber? value) => value?.ToPlainString() ?? "";

    public static string Rule(ColumnRule rule)
    {
        var parts = new List<string>();
        if (rule.Excluded is not null)
        {
            parts.Add("not compared: " + rule.Excluded);
        }

        if (rule.Scale is { } scale)
        {
            parts.Add($"scale {scale}");
        }

        if (rule.Tolerance is { } tolerance)
        {
            parts.Add($"tolerance {tolerance.ToPlainString()}");
        }

        if (rule.Padding)
        {
            parts.Add("padding");
        }

        if (rule.Grain is { } grain)
        {
            parts.Add($"grain {grain.ToString().ToLowerInvariant()}");
        }

        return parts.Count == 0 ? "exact" : string.Join(", ", parts);
    }

    public static string RulesNeeded(ColumnOutcome column) =>
        string.Join(", ", column.Rules.Select(r => $"{r.Key.ToString().ToLowerInvariant()} {Numerals.Of(r.Value)}"));

    public static string Wrong(WrongSide side) => side switch
    {
        WrongSide.Legacy => "legacy departs from the query",
        WrongSide.Target => "target departs from the query",
        WrongSide.Both => "both depart from the query",
        _ => "undecided",
    };

    public static string Class(DifferenceClass value) => string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>The columns to show for a key: those that differ, or all values of a row that stands on one side only.</summary>
    public static IEnumerable<int> Columns(MappingReport mapping, FailingKey key) =>
        key.Differing.IsEmpty
            ? Enumerable.Range(0, mapping.Outcome!.Columns.Length).Where(i => !Column(mapping, i).IsKey && Column(mapping, i).Rule.Excluded is null)
            : key.Differing;

    public static string Trail(TrailEvent step) =>
        $"{step.Operation} {step.SourceRow} SCN {step.Scn} {step.Topic}[{step.Partition}]@{step.Offset}{(step.Running is null ? "" : " → " + step.Running)}";

    public static string Sign(MappingReport mapping) => mapping.Outcome is null ? "?" : mapping.Passes ? "=" : "≠";

    public static string Status(MappingReport mapping) => mapping.Outcome is null ? "not compared" : mapping.Passes ? "equal" : "failed";
}
