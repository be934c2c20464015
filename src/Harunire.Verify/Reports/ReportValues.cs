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

    /// <summary>As <see cref="Difference"/>, with its thousands apart.</summary>
    public static string GroupedDifference(FailingKey key, int index) =>
        OracleNumber.TryParse(Difference(key, index), out var difference) ? Numerals.Grouped(difference) : "";

    public static string Grouped(OracleNumber? value) => value is { } number ? Numerals.Grouped(number) : "";

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
        string.Join(", ", column.Rules.Select(r => $"{RuleName(r.Key)} {Numerals.Of(r.Value)}"));

    public static string RuleName(RuleNeeded rule) => rule == RuleNeeded.AsOf ? "as of" : rule.ToString().ToLowerInvariant();

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

    /// <summary>The key's value after an event: the columns that the report shows for it; empty where it is not known.</summary>
    public static string Running(MappingReport mapping, FailingKey key, TrailEvent step) => step.Running is not { } running ? ""
        : running.Row is not { } row ? "no row"
        : string.Join(", ", Columns(mapping, key).Select(i => $"{Column(mapping, i).Name} {Number(row[Column(mapping, i).TargetOrdinal])}"));

    /// <summary>A number with its thousands apart; anything else as it is printed.</summary>
    public static string Number(in Datum value) => value.Kind == DatumKind.Number ? Numerals.Grouped(value.AsNumber) : Cell.Print(value);

    /// <summary>What became of an accepted difference: holds, expired, or no longer occurs.</summary>
    public static string State(ComparisonOutcome outcome, AcceptedDifference record, long uses) =>
        uses > 0 ? "holds" : outcome.Expired.Contains(record) ? "expired" : "no longer occurs";

    public static string Sign(MappingReport mapping) => mapping.Outcome is null ? "?" : mapping.Passes ? "=" : mapping.Verdicts.Failing > 0 ? "≠" : "…";

    public static string Status(MappingReport mapping) => mapping.Outcome is null ? "not compared" : mapping.Passes ? "equal" : mapping.Verdicts.Failing > 0 ? "failed" : "in flight";
}
