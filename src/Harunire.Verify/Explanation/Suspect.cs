using System.Collections.Immutable;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Explanation;

/// <summary>A failing key as the hypotheses see it: both rows and the opinion, in the order of the compared columns.</summary>
internal sealed record Suspect(FailingKey Key, ImmutableArray<ComparedColumn> Columns, Opinion? Opinion, Datum[]? OpinionRow, KeyTrail Trail)
{
    public bool HasBoth => Key is { Verdict: Verdict.Different, Legacy: not null, Target: not null };

    /// <summary>True where the test holds in each differing column; false for missing, extra and doubled keys.</summary>
    public bool All(Func<int, Datum, Datum, bool> test) =>
        HasBoth && Key.Differing.All(i => test(i, Key.Legacy![i], Key.Target![i]));

    /// <summary>As <see cref="All"/>, and each differing column must be a number on both sides.</summary>
    public bool AllNumbers(Func<int, OracleNumber, OracleNumber, bool> test) =>
        All((i, legacy, target) => legacy.Kind == DatumKind.Number && target.Kind == DatumKind.Number && test(i, legacy.AsNumber, target.AsNumber));

    /// <summary>The numbers that a column's SUM adds up; null where the base rows are not known. NULL terms are left out, as SUM does.</summary>
    public IReadOnlyList<OracleNumber>? Terms(int column)
    {
        if (Opinion?.BaseRows is not { IsEmpty: false } rows)
        {
            return null;
        }

        var terms = new List<OracleNumber>();
        foreach (var row in rows)
        {
            if (!row.Terms.TryGetValue(Columns[column].Name, out var term))
            {
                return null;
            }

            if (term.Kind == DatumKind.Number)
            {
                terms.Add(term.AsNumber);
            }
        }

        return terms;
    }

    /// <summary>True where two rows agree in all compared columns by their rules.</summary>
    public bool Agree(Datum[]? left, Datum[]? right) => RowAgreement.Agree(Columns, left, right);

    /// <summary>A row in the target's columns, brought into the order of the compared columns.</summary>
    public Datum[]? Order(Datum[]? row) => RowAgreement.Order(Columns, row);
}
