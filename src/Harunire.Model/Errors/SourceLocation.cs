namespace Harunire.Model.Errors;

/// <summary>A place in a file that a user wrote.</summary>
/// <param name="File">Path as the user gave it; null where the text has no file.</param>
/// <param name="Line">From 1; 0 where unknown.</param>
/// <param name="Column">From 1, in UTF-16 code units; 0 where unknown.</param>
public readonly record struct SourceLocation(string? File, int Line, int Column)
{
    public override string ToString() => (File, Line) switch
    {
        (null, 0) => "",
        (null, _) => $"{Line}:{Column}",
        (_, 0) => File,
        _ => $"{File}:{Line}:{Column}",
    };
}
