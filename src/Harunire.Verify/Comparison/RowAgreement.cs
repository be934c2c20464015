using System.Collections.Immutable;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>Whether two whole rows agree by the rules of their columns.</summary>
public static class RowAgreement
{
    /// <param name="columns">The compared columns; excluded ones don't count.</param>
    /// <param name="left">In their order; null: no row.</param>
    /// <param name="right">In their order; null: no row.</param>
    public static bool Agree(ImmutableArray<ComparedColumn> columns, Datum[]? left, Datum[]? right)
    {
        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Rule.Excluded is null && ValueComparison.Compare(left[i], right[i], columns[i].Rule) == RuleNeeded.Different)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A row in the target's columns, brought into the order of the compared columns.</summary>
    public static Datum[]? Order(ImmutableArray<ComparedColumn> columns, Datum[]? row) => row is null ? null : [.. columns.Select(c => row[c.TargetOrdinal])];
}
