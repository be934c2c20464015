using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;

namespace Harunire.Verify.Comparison;

/// <summary>Pairs the columns of a result table with those of the legacy table: by name without case, or by the rule's <c>as</c>.</summary>
public static class ColumnPairing
{
    /// <param name="legacyName">For messages.</param>
    public static ImmutableArray<ComparedColumn> Pair(
        ResultTable target, IReadOnlyList<ColumnDefinition> legacy, IReadOnlyDictionary<string, ColumnRule> rules, string legacyName)
    {
        var errors = new List<Diagnostic>();
        var columns = ImmutableArray.CreateBuilder<ComparedColumn>();
        var byName = rules.ToDictionary(r => r.Key, r => r.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var unknown in byName.Keys.Where(name => !target.Columns.Any(c => Same(c.Name, name))))
        {
            errors.Add(Error(VerifyErrors.UnknownColumn, $"a rule names the column {unknown}, which the result table does not have", target.Name, "its columns: " + string.Join(", ", target.Columns.Select(c => c.Name))));
        }

        for (var i = 0; i < target.Columns.Length; i++)
        {
            var column = target.Columns[i];
            var rule = byName.GetValueOrDefault(column.Name, ColumnRule.Exact);
            var partner = rule.As ?? column.Name;
            var ordinal = Find(legacy, partner);
            var isKey = i < target.KeyCount;
            columns.Add(new ComparedColumn
            {
                Name = column.Name,
                LegacyName = ordinal >= 0 ? legacy[ordinal].Name : partner,
                Type = column.Type,
                Rule = rule,
                TargetOrdinal = i,
                LegacyOrdinal = ordinal,
                IsKey = isKey,
            });
            Check(errors, column, rule, isKey, ordinal >= 0 ? legacy[ordinal] : null, legacyName, legacy);
        }

        return errors.Count == 0 ? columns.ToImmutable() : throw new HarunireException(errors);
    }

    private static void Check(
        List<Diagnostic> errors, ColumnDefinition column, ColumnRule rule, bool isKey, ColumnDefinition? partner, string legacyName, IReadOnlyList<ColumnDefinition> legacy)
    {
        if (isKey && (rule.Excluded is not null || rule.Tolerance is not null || rule.Scale is not null || rule.Grain is not null))
        {
            errors.Add(Error(VerifyErrors.KeyExcluded, "a key column is compared exactly", column.Name, null));
        }

        if (rule.Excluded is not null)
        {
            return;
        }

        if (partner is null)
        {
            errors.Add(Error(VerifyErrors.UnknownColumn, $"{legacyName} has no column {rule.As ?? column.Name}", column.Name, "its columns: " + string.Join(", ", legacy.Select(c => c.Name))));
            return;
        }

        var family = Family(column.Type);
        if (family != Family(partner.Type))
        {
            errors.Add(Error(VerifyErrors.TypesDiffer, $"{column.Type} can't be compared with {partner.Type} of {legacyName}.{partner.Name}", column.Name, null));
        }

        if (((rule.Scale ?? (object?)rule.Tolerance) is not null && family != "number") || (rule.Padding && family != "text") || (rule.Grain is not null && family != "time"))
        {
            errors.Add(Error(VerifyErrors.RuleDoesNotFit, $"a rule at the column does not fit its type {column.Type}", column.Name, "scale and tolerance: numbers; padding: text; grain: dates and timestamps"));
        }
    }

    private static string Family(OracleType type) => type switch
    {
        NumberType => "number",
        BinaryFloatType or BinaryDoubleType => "binary number",
        TextType or CharType or ClobType => "text",
        RawType or BlobType => "bytes",
        DateType or TimestampType => "time",
        _ => type.GetType().Name,
    };

    private static int Find(IReadOnlyList<ColumnDefinition> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (Same(columns[i].Name, name))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static Diagnostic Error(ErrorCode code, string message, string subject, string? hint) =>
        new() { Code = code, Message = message, Subject = subject, Hint = hint };
}
