using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Plans.Files;
using Harunire.Verify;
using Harunire.Verify.Comparison;

namespace Harunire.Cli.Verification;

/// <summary>The verify block of a mapping file, as the comparison takes it.</summary>
internal static class MappingRules
{
    public static ImmutableDictionary<string, ColumnRule> Of(VerifyRules verify)
    {
        var rules = new Dictionary<string, ColumnRule>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in verify.Columns)
        {
            rules[column.Column] = new ColumnRule { As = column.As, Scale = column.Scale, Tolerance = Tolerance(column), Padding = column.Padding };
        }

        foreach (var ignored in verify.Ignore)
        {
            rules[ignored] = rules.GetValueOrDefault(ignored, ColumnRule.Exact) with { Excluded = "the mapping ignores it" };
        }

        return rules.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);
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
}
