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

    /// <summary>One side counts '' as a value; in Oracle it is NULL.</summary>
    EmptyText,
    LegacyStale,
    LateRow,
    MissedDelete,

    /// <summary>The topics give what the target shows, and the source does not.</summary>
    MissedChange,

    /// <summary>The topics give what the source gives, and the target does not show it.</summary>
    LostWrite,
    DuplicateEvent,
    DuplicateKey,
}
