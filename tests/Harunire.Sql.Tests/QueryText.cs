using Harunire.Model.Errors;

namespace Harunire.Sql.Tests;

/// <summary>Queries of tests; <c>^</c> marks the place where an error is expected.</summary>
internal static class QueryText
{
    public const string File = "mapping.yaml";

    /// <summary>The text as it stands in a YAML block: first line 5, indented by two.</summary>
    public static SourceLocation Origin { get; } = new(File, 5, 3);

    public static (string Text, SourceLocation Place) Unmark(string marked)
    {
        var at = marked.IndexOf('^', StringComparison.Ordinal);
        var before = marked[..at];
        var line = before.Count(c => c == '\n');
        return (before + marked[(at + 1)..], new SourceLocation(File, 5 + line, 3 + at - (before.LastIndexOf('\n') + 1)));
    }
}
