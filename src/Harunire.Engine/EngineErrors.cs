using Harunire.Model.Errors;

namespace Harunire.Engine;

/// <summary>Errors of the view engine and its state, HAR50xx.</summary>
public static class EngineErrors
{
    public static ErrorCode NegativeWeight { get; } = new(
        "HAR5001", ErrorCategory.System, "A change takes away a row that was never there",
        "A delete, or the before image of an update, names a row that the state does not hold. An event was lost, applied twice, or the before image is not the row that was there. The stream stops instead of giving wrong results. Rebuild the mapping's state from the topics; if it happens again, the topics lack an event: take a new snapshot.");

    public static ErrorCode KeyNotUnique { get; } = new(
        "HAR5002", ErrorCategory.Usage, "Two result rows have one key",
        "The mapping's key columns do not tell its rows apart, so one row would overwrite the other in the target. Add columns to the key, or group the query by the key.");

    public static ErrorCode NullInKey { get; } = new(
        "HAR5003", ErrorCategory.Usage, "A key column of a result row is NULL",
        "The target's key forbids NULL. Filter such rows out in the query, or replace NULL with NVL.");

    public static ErrorCode NotSupported { get; } = new(
        "HAR5004", ErrorCategory.Usage, "The engine can't keep this incrementally",
        "The query is valid, but the engine has no exact incremental form of the operator named in the message, and an approximation is not given.");

    public static ErrorCode Stopped { get; } = new(
        "HAR5005", ErrorCategory.Bug, "The engine was used after a failure",
        "A step failed before, so the state in memory is half way through it. Open the engine again from its last checkpoint.");

    public static ErrorCode StateDamaged { get; } = new(
        "HAR5010", ErrorCategory.System, "The state file is damaged",
        "Bytes of the state file are not those that were written. Nothing is computed from it. Delete the file and rebuild the mapping's state from the topics, and check the disk.");

    public static ErrorCode StateOfAnotherPlan { get; } = new(
        "HAR5011", ErrorCategory.Refused, "The state belongs to another plan",
        "The query, the types or the key of the mapping have changed since its state was built; state of one query means nothing to another. Rebuild the mapping's state from the topics.");

    public static ErrorCode StateFormat { get; } = new(
        "HAR5012", ErrorCategory.Refused, "The state file has another format",
        "The file was written by another version of Harunire, or is no state file. Use the version that wrote it, or delete the file and rebuild the mapping's state from the topics.");

    public static ErrorCode StateInUse { get; } = new(
        "HAR5013", ErrorCategory.Refused, "The state file is in use",
        "Another process holds the lock on the state file. Two engines on one state would destroy it. Stop the other one first.");

    public static ErrorCode StateUnavailable { get; } = new(
        "HAR5014", ErrorCategory.System, "The state file can't be read or written",
        "The file system or the driver refused. The last checkpoint is whole: a commit is one transaction. Correct the cause and start again.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [NegativeWeight, KeyNotUnique, NullInKey, NotSupported, Stopped, StateDamaged, StateOfAnotherPlan, StateFormat, StateInUse, StateUnavailable];
}
