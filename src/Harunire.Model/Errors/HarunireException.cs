namespace Harunire.Model.Errors;

/// <summary>The one exception type for everything that a user or the world can get wrong.</summary>
public sealed class HarunireException : Exception
{
    public HarunireException(Diagnostic diagnostic, Exception? inner = null)
        : this([diagnostic], inner)
    {
    }

    public HarunireException(IReadOnlyList<Diagnostic> diagnostics, Exception? inner = null)
        : base(string.Join(Environment.NewLine, diagnostics), inner) => Diagnostics = diagnostics;

    public HarunireException(ErrorCode code, string message, string? subject = null, string? hint = null, Exception? inner = null)
        : this(new Diagnostic { Code = code, Message = message, Subject = subject, Hint = hint }, inner)
    {
    }

    /// <summary>At least one.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The first diagnostic's code; it decides the exit code.</summary>
    public ErrorCode Code => Diagnostics[0].Code;

    /// <summary>True where the same call may succeed later without anyone changing anything (a lock, a lost connection).</summary>
    public bool IsTransient { get; init; }
}
