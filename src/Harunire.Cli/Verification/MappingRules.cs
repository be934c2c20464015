using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Plans.Files;
using Harunire.Verify;
using Harunire.Verify.Comparison;

namespace Harunire.Cli.Verification;

/// <summary>The verify block of a mapping file and its accepted differences, as the comparison takes them.</summary>
internal static class MappingRules
{
    public static ImmutableDictionary<string, ColumnRule> Of(VerifyRules verify)
    {
        var rules = new Dictionary<string, ColumnRule>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in verify.Columns)
        {
            rules[column.Column] = new ColumnRule
            {
                As = column.As,
                Scale = column.Scale,
                Tolerance = Tolerance(column),
                Padding = column.Padding,
                Grain = column.Grain is null ? null : Enum.Parse<TimeGrain>(column.Grain, ignoreCase: true),
            };
        }

        foreach (var ignored in verify.Ignore)
        {
            rules[ignored.Column] = rules.GetValueOrDefault(ignored.Column, ColumnRule.Exact) with { Excluded = ignored.Reason };
        }

        return rules.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The records of the mapping's file; HAR7011 for one that could match nothing.</summary>
    public static ImmutableArray<AcceptedDifference> Accepted(MappingFile mapping, ImmutableArray<ComparedColumn> columns)
    {
        var file = AcceptanceReader.Read(mapping);
        var problems = new List<Diagnostic>();
        foreach (var record in file.Records)
        {
            foreach (var key in record.Key.Keys.Where(k => !columns.Any(c => c.IsKey && Same(c.Name, k))))
            {
                problems.Add(Problem(record, $"'{key}' is no key column of {mapping.Name}", "its key columns: " + string.Join(", ", columns.Where(c => c.IsKey).Select(c => c.Name))));
            }

            if (record.Column is { } column && !columns.Any(c => !c.IsKey && c.Rule.Excluded is null && Same(c.Name, column)))
            {
                problems.Add(Problem(record, $"'{column}' is no compared column of {mapping.Name}", "its columns: " + string.Join(", ", columns.Where(c => !c.IsKey && c.Rule.Excluded is null).Select(c => c.Name))));
            }
        }

        return problems.Count == 0
            ? [.. file.Records.Select(r => new AcceptedDifference(r.Key, r.Column, r.Reason, r.Expires))]
            : throw new HarunireException(problems);
    }

    private static OracleNumber? Tolerance(VerifyColumn column) =>
        column.Tolerance is null ? null
        : OracleNumber.TryParse(column.Tolerance, out var tolerance) && tolerance.Sign >= 0 ? tolerance
        : throw new HarunireException(new Diagnostic
        {
            Code = VerifyErrors.RuleDoesNotFit,
            Message = $"the tolerance '{column.Tolerance}' of {column.Column} is no number of at least 0",
            Location = column.Location,
        });

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static Diagnostic Problem(AcceptanceRecord record, string message, string hint) =>
        new() { Code = VerifyErrors.BadAcceptance, Message = message, Location = record.Location, Hint = hint };
}
