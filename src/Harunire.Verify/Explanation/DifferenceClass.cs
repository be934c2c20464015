namespace Harunire.Verify.Explanation;

/// <summary>What kind of difference it is; <see cref="Value"/> where no hypothesis explains more.</summary>
public enum DifferenceClass
{
    Missing,
    Unexpected,
    Value,
    Rounding,
    DayBoundary,
    Padding,
    Charset,
    NullAgainstZero,
    NullAgainstBlank,
    LegacyStale,
    LateRow,
    MissedDelete,
    DuplicateEvent,
    DuplicateKey,
}
