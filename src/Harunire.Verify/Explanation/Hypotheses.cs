using Harunire.Model.Values;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Explanation;

/// <summary>The causes that are tested, the most specific first: of two that explain as much, the first counts.</summary>
internal static class Hypotheses
{
    private static readonly int[] Digits = [2, 0, 1, 3, 4];

    /// <param name="suspects">All failing keys.</param>
    /// <param name="batchScn">As of which SCN the batch read its rows; null: not known.</param>
    public static IReadOnlyList<Hypothesis> For(SuspectList suspects, long? batchScn)
    {
        var stale = StaleMoment.Find(suspects, batchScn);
        return
        [
            LostWrite,
            .. ByValues,
            new(
                batchScn is { } scn ? $"the legacy table is as of the batch's moment, SCN {scn}"
                    : stale.From is { } from ? $"the legacy table is as of an earlier moment, SCN {from}{(stale.Until > from ? $" to {stale.Until}" : "")}"
                    : "the legacy table is as of an earlier moment",
                DifferenceClass.LegacyStale,
                "The source changed after the batch had read it: run the batch again, or say its moment with 'as of' in the mapping or '--as-of'.",
                (key, _) => stale.Explains(key)),
            .. BySource,
        ];
    }

    // First: the topics prove it, where the values only suggest another cause.
    private static Hypothesis LostWrite { get; } = new(
        "the result table does not hold what the stream computed",
        DifferenceClass.LostWrite,
        "The topics give what the source gives, and the result table shows something else: another program wrote to it, or a write was lost. Let the job fill it anew: harunire run --once --rebuild.",
        (key, _) => key.Opinion is not null && TopicsGive(key, key.OpinionRow) && !TopicsGive(key, key.Key.Target));

    private static IReadOnlyList<Hypothesis> ByValues { get; } =
    [
        .. Digits.Select(d => new Hypothesis(
            $"the legacy code rounds each row to {Decimals(d)} before the SUM",
            DifferenceClass.Rounding,
            $"Write the mapping as SUM(ROUND(expression, {d})) to keep the legacy figures, or accept the exact ones with a reason.",
            (key, _) => RoundsPerRow(key, d, legacy: true))),
        .. Digits.Select(d => new Hypothesis(
            $"the mapping rounds each row to {Decimals(d)} before the SUM, the legacy code does not",
            DifferenceClass.Rounding,
            "Take the ROUND inside the SUM out of the mapping.",
            (key, _) => key.Agree(key.Key.Target, key.OpinionRow) && RoundsPerRow(key, d, legacy: false))),
        .. Digits.Select(d => new Hypothesis(
            $"one side rounds its final value to {Decimals(d)}",
            DifferenceClass.Rounding,
            $"Round the mapping's result with ROUND(..., {d}), or declare 'scale: {d}' for the column.",
            (key, _) => key.AllNumbers((_, legacy, target) => target.Round(d) == legacy || legacy.Round(d) == target))),
        .. Digits.Select(d => new Hypothesis(
            $"one side cuts its final value off after {Decimals(d)}",
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
            "the legacy code counts '' as a value",
            DifferenceClass.EmptyText,
            "In Oracle '' is NULL, and COUNT passes over it: the legacy figures come from an engine that keeps '' apart.",
            (key, _) => CountsEmptyTexts(key, legacy: true)),
        new(
            "the target counts '' as a value",
            DifferenceClass.EmptyText,
            "In Oracle '' is NULL, and COUNT passes over it: look at the mapping's NVL or at the source's text.",
            (key, _) => CountsEmptyTexts(key, legacy: false)),
    ];

    private static IReadOnlyList<Hypothesis> BySource { get; } =
    [
        new(
            "the capture missed a delete",
            DifferenceClass.MissedDelete,
            "The topics still hold rows that the source no longer has, and the target counts them: look at the capture strategy of their table, and take a new snapshot of it.",
            (key, _) => MissedDelete(key)),
        new(
            "the capture missed a change",
            DifferenceClass.MissedChange,
            "The topics give what the target shows, and the source gives another value: look for the row's last event in the topic, and take a new snapshot of its table.",
            (key, _) => key.Opinion is not null && !MissedDelete(key) && TopicsGive(key, key.Key.Target) && !TopicsGive(key, key.OpinionRow)),
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

    // COUNT of an expression: too high by the rows in which it is NULL.
    private static bool CountsEmptyTexts(Suspect key, bool legacy) => key.AllNumbers((column, left, right) =>
    {
        var name = key.Columns[column].Name;
        if (key.Opinion?.BaseRows is not { IsEmpty: false } rows || !rows.All(r => r.CountsNull.ContainsKey(name)))
        {
            return false;
        }

        var (all, counted) = ((OracleNumber)rows.Length, (OracleNumber)rows.Count(r => !r.CountsNull[name]));
        return all != counted && (legacy ? left == all && right == counted : left == counted && right == all);
    });

    // Without the rows that only the topics hold, the topics give what the source gives.
    private static bool MissedDelete(Suspect key) =>
        key is { Opinion: not null, Trail.WithoutOrphans: { } without } && TopicsGive(key, key.Key.Target) && !TopicsGive(key, key.OpinionRow)
        && key.Agree(key.Order(without.Row), key.OpinionRow);

    // What the topics, replayed to the cut, give for the key.
    private static bool TopicsGive(Suspect key, Datum[]? row) =>
        !key.Trail.History.IsEmpty && key.Agree(key.Order(key.Trail.History[^1].Row), row);

    private static string Decimals(int digits) => digits == 1 ? "1 decimal" : $"{digits} decimals";

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
