using Harunire.Model.Errors;

namespace Harunire.Verify;

/// <summary>Errors of the verification, HAR7xxx.</summary>
public static class VerifyErrors
{
    public static ErrorCode NothingToCompare { get; } = new(
        "HAR7001", ErrorCategory.Refused, "Nothing to compare",
        "Both the legacy table and the result table are empty. Two empty tables prove nothing, so Harunire does not call them equal. Check that the batch and the stream have run and that the connections point to the right schema; where empty is right, allow it in the mapping: `verify: { allow_empty: true }`.");

    public static ErrorCode UnknownColumn { get; } = new(
        "HAR7002", ErrorCategory.Usage, "Column has no partner",
        "A column of the result table has no column of the same name in the legacy table. Name its partner with `verify: { columns: { X: { as: Y } } }`, or exclude it there with a reason.");

    public static ErrorCode OutOfOrder { get; } = new(
        "HAR7003", ErrorCategory.System, "Rows out of key order",
        "A side of the comparison gave a row whose key lies before the one before it. The comparison merges two ordered streams and can't go on; it was stopped, and nothing was declared equal.");

    public static ErrorCode TypesDiffer { get; } = new(
        "HAR7004", ErrorCategory.Usage, "Columns of types that can't be compared",
        "A column of the result table and its legacy partner have types whose values have no common meaning, such as a date and a number. Types are compared by value only; no conversion is guessed. Correct the pairing in the mapping.");

    public static ErrorCode RuleDoesNotFit { get; } = new(
        "HAR7005", ErrorCategory.Usage, "Rule does not fit the column",
        "A comparison rule stands at a column whose type has no use for it: scale and tolerance are for numbers, padding is for text, the time grain is for dates and timestamps.");

    public static ErrorCode KeyExcluded { get; } = new(
        "HAR7006", ErrorCategory.Usage, "Key column can't be excluded",
        "Rows are paired by the key, so no key column can be left out of the comparison, and none can have a tolerance.");

    public static ErrorCode StreamBehind { get; } = new(
        "HAR7007", ErrorCategory.Refused, "Stream and source are not at the same moment",
        "The legacy table shows the source as it is now, and the result table shows an earlier state (or, after the source was restored, a later one). A comparison would blame keys that are only on their way. Let the stream catch up with `harunire run --once` and verify again; `--allow-behind` compares all the same, and the report says how far the stream is behind.");

    public static ErrorCode NoLegacyTable { get; } = new(
        "HAR7008", ErrorCategory.System, "Legacy table not found",
        "The mapping's `verify: legacy:` names a table that the legacy database does not have. Names are compared without case; for SQLite an owner before the dot has no meaning. Correct the name, or let the batch create its tables first. A mapping that can't be compared is never counted as equal.");

    public static ErrorCode RecordsInQuarantine { get; } = new("HAR7020", ErrorCategory.System, "Source records are in quarantine",
        "The mapping's rows were made without records that could not be decoded or applied and were put into quarantine, as the migration asks for. Rows without them may look equal or different for that reason alone, so nothing is said about them. Find the cause ('harunire topic peek <prefix>.quarantine' shows place, bytes and reason), mend it, and build the mapping anew with 'harunire run --rebuild MAPPING'.");

    public static ErrorCode SortFailed { get; } = new(
        "HAR7009", ErrorCategory.System, "Rows could not be sorted",
        "A side of the comparison can't give its rows in key order, so Harunire sorts them in a temporary SQLite database, and that failed: most often the disk behind TMPDIR is full. The comparison was stopped, and nothing was declared equal.");

    public static ErrorCode SideBroke { get; } = new(
        "HAR7010", ErrorCategory.System, "A side could not be read to its end",
        "The scan of the legacy table or of the result table ended with an error, a timeout or a lost connection. Half a scan proves nothing, so the mapping counts as not compared. Correct the cause and verify again.");

    public static ErrorCode BadAcceptance { get; } = new(
        "HAR7011", ErrorCategory.Usage, "Accepted difference does not fit the mapping",
        "A record of the mapping's file of accepted differences names a column that the mapping does not have, or a key column that is none. A record that can match nothing is no acceptance: correct it or take it out. docs/verification.md describes the file.");

    public static ErrorCode UnknownMoment { get; } = new(
        "HAR7012", ErrorCategory.System, "The batch's moment could not be found",
        "The mapping's `verify: as of` (or `--as-of`) should say when the batch read its rows, as an SCN or a time, and it gave nothing, several values, or a moment that the source's history does not hold. Without it the legacy table can't be compared as of its own moment; it is not compared at all rather than guessed.");

    public static ErrorCode NotCertified { get; } = new(
        "HAR7013", ErrorCategory.Refused, "No cut-over certificate",
        "A certificate needs the wished number of windows in a row, each a verification of a cut of its own, with keys in scope and none failing or in flight, all with the same mapping file. One of them failed, was empty, or was made with another mapping. Look at the reason, mend it, and let further windows pass.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        NothingToCompare, UnknownColumn, OutOfOrder, TypesDiffer, RuleDoesNotFit, KeyExcluded, StreamBehind, NoLegacyTable,
        SortFailed, SideBroke, BadAcceptance, UnknownMoment, NotCertified, RecordsInQuarantine,
    ];
}
