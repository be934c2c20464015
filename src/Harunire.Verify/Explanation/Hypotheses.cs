using Harunire.Model.Changes;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Explanation;

/// <summary>The causes that are tested, the most specific first: the first that explains a key names its class.</summary>
internal static class Hypotheses
{
    private static readonly int[] Digits = [2, 0, 1, 3, 4];

    public static IReadOnlyList<Hypothesis> All { get; } =
    [
        .. Digits.Select(d => new Hypothesis(
            $"the legacy code rounds each row to {d} decimals before the SUM",
            DifferenceClass.Rounding,
            $"Write the mapping as SUM(ROUND(expression, {d})) to keep the legacy figures, or accept the exact ones with a reason.",
            (key, _) => RoundsPerRow(key, d, legacy: true))),
        .. Digits.Select(d => new Hypothesis(
            $"the mapping rounds each row to {d} decimals before the SUM, the legacy code does not",
            DifferenceClass.Rounding,
            "Take the ROUND inside the SUM out of the mapping.",
            (key, _) => RoundsPerRow(key, d, legacy: false))),
        .. Digits.Select(d => new Hypothesis(
            $"one side rounds its final value to {d} decimals",
            DifferenceClass.Rounding,
            $"Round the mapping's result with ROUND(..., {d}), or declare 'scale: {d}' for the column.",
            (key, _) => key.AllNumbers((_, legacy, target) => target.Round(d) == legacy || legacy.Round(d) == target))),
        .. Digits.Select(d => new Hypothesis(
            $"one side cuts its final value off after {d} decimals",
            DifferenceClass.Rounding,
            $"Look for TRUNC, or for a column of scale {d} that takes the value.",
            (key, _) => key.AllNumbers((_, legacy, target) => target.Truncate(d) == legacy || legacy.Truncate(d) == target))),
        new(
            "NULL against 0",
            DifferenceClass.NullAgainstZero,
            "One side wraps the value in NVL(..., 0): make the mapping do as the legacy code does.",
            (key, _) => key.All((_, legacy, target) => (legacy.IsNull && IsZero(target)) || (target.IsNull && IsZero(legacy)))),
        new(
            "NULL ('') against a text of blanks",
            DifferenceClass.NullAgainstBlank,
            "In Oracle '' is NULL and ' ' is not: look for TRIM, or for a CHAR column on one side.",
            (key, _) => key.All((_, legacy, target) => (legacy.IsNull && IsBlank(target)) || (target.IsNull && IsBlank(legacy)))),
        new(
            "trailing blanks (CHAR against VARCHAR2)",
            DifferenceClass.Padding,
            "Declare 'padding: true' for the column, or RTRIM it in the mapping.",
            (key, _) => key.All((_, legacy, target) => Texts(legacy, target) && legacy.AsText.TrimEnd(' ') == target.AsText.TrimEnd(' '))),
        new(
            "characters lost to a character set",
            DifferenceClass.Charset,
            "One side holds ? or U+FFFD where the other has a character beyond ASCII: look at NLS_LANG of the job that wrote it.",
            (key, _) => key.All((_, legacy, target) => Texts(legacy, target) && (LostCharacters(legacy.AsText, target.AsText) || LostCharacters(target.AsText, legacy.AsText)))),
        new(
            "the legacy table is as of an earlier moment",
            DifferenceClass.LegacyStale,
            "The batch has not run since the source changed: run it, or compare as of the batch's own moment.",
            (key, _) => key.Opinion is { Earlier.IsEmpty: false } opinion && key.Agree(key.Key.Target, key.OpinionRow)
                && opinion.Earlier.Any(e => key.Agree(key.Key.Legacy, key.Order(e.Row)))),
        new(
            "the target missed a delete",
            DifferenceClass.MissedDelete,
            "The row was deleted at the source and the target still counts it: look at the capture strategy of the table ('harunire doctor').",
            (key, _) => key.Opinion is { } opinion && key.Agree(key.Key.Legacy, key.OpinionRow) && !key.Agree(key.Key.Target, key.OpinionRow)
                && key.Trail.Any(e => e.Operation is ChangeOperation.Delete or ChangeOperation.Truncate)
                && opinion.Earlier.Any(e => key.Agree(key.Key.Target, key.Order(e.Row)))),
        new(
            "rows near midnight counted on the neighbouring day",
            DifferenceClass.DayBoundary,
            "The two sides cut the day at different hours or in different time zones: compare the TRUNC and the session time zone of the batch with the mapping's.",
            DayBoundary.Explains),
        new(
            "the target counts one source row twice",
            DifferenceClass.DuplicateEvent,
            "Look at the trail for the same event at two offsets.",
            (key, _) => DiffersByOneRow(key, targetHasMore: true, twice: true)),
        new(
            "the legacy table counts one source row twice",
            DifferenceClass.DuplicateEvent,
            "Look for a batch that ran twice, or a join that doubles the row.",
            (key, _) => DiffersByOneRow(key, targetHasMore: false, twice: true)),
        new(
            "the legacy table lacks one source row",
            DifferenceClass.LateRow,
            "The row was committed after the batch had read its day: a late row, which the stream counts.",
            (key, _) => DiffersByOneRow(key, targetHasMore: true, twice: false)),
        new(
            "the target lacks one source row",
            DifferenceClass.Value,
            "Look for the row's event in the topic; if it is not there, the capture missed it.",
            (key, _) => DiffersByOneRow(key, targetHasMore: false, twice: false)),
    ];

    private static bool RoundsPerRow(Suspect key, int digits, bool legacy) => key.AllNumbers((column, left, right) =>
    {
        if (key.Terms(column) is not { Count: > 0 } terms)
        {
            return false;
        }

        var exact = terms.Aggregate(OracleNumber.Zero, (sum, term) => sum + term);
        var rounded = terms.Aggregate(OracleNumber.Zero, (sum, term) => sum + term.Round(digits));

        // The other side may round too, once, when all is added up.
        bool IsSum(OracleNumber side) => side == exact || side == exact.Round(digits);
        return exact != rounded && (legacy ? left == rounded && IsSum(right) : IsSum(left) && right == rounded);
    });

    // Twice: the side with more is wrong by the row's term; once: the side with less lacks it.
    private static bool DiffersByOneRow(Suspect key, bool targetHasMore, bool twice)
    {
        if (!key.HasBoth || key.OpinionRow is null || key.Opinion?.BaseRows is not { IsEmpty: false } rows)
        {
            return false;
        }

        var right = targetHasMore == twice ? key.Key.Legacy : key.Key.Target;
        return key.Agree(right, key.OpinionRow) && rows.Any(row => key.AllNumbers((column, legacy, target) =>
            row.Terms.TryGetValue(key.Columns[column].Name, out var term) && !term.IsNull
            && (targetHasMore ? target - legacy : legacy - target) == term.AsNumber));
    }

    private static bool IsZero(in Datum value) => value.Kind == DatumKind.Number && value.AsNumber.IsZero;

    private static bool IsBlank(in Datum value) => value.Kind == DatumKind.Text && value.AsText.AsSpan().TrimEnd(' ').IsEmpty;

    private static bool Texts(in Datum left, in Datum right) => left.Kind == DatumKind.Text && right.Kind == DatumKind.Text;

    private static bool LostCharacters(string damaged, string whole)
    {
        if (damaged.Length != whole.Length)
        {
            return false;
        }

        for (var i = 0; i < damaged.Length; i++)
        {
            if (damaged[i] != whole[i] && !(damaged[i] is '?' or '¿' or '\uFFFD' && whole[i] > 127))
            {
                return false;
            }
        }

        return true;
    }
}
