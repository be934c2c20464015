namespace Harunire.Model.Errors;

/// <summary>Who acts next on an error. Each category has one exit code (UX, "Exit codes").</summary>
public enum ErrorCategory
{
    /// <summary>Wrong usage or configuration: the user corrects a file, an argument or a setting. Exit code 2.</summary>
    Usage = 2,

    /// <summary>A system could not be reached, refused, or holds damaged data; or a comparison could not be made. Exit code 3.</summary>
    System = 3,

    /// <summary>A safety gate said no: stale plan, lock held, nothing to compare. Exit code 4.</summary>
    Refused = 4,

    /// <summary>The run finished, with records set aside. Exit code 5.</summary>
    Rejected = 5,

    /// <summary>A bug in Harunire. Exit code 70.</summary>
    Bug = 70,
}
