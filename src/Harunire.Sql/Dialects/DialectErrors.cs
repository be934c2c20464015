using Harunire.Model.Errors;

namespace Harunire.Sql.Dialects;

/// <summary>Errors of printing a bound query for another engine.</summary>
public static class DialectErrors
{
    public static ErrorCode NotPrintable { get; } = new(
        "HAR1800",
        ErrorCategory.Usage,
        "No equivalent in the other engine",
        "A construct of the query has no expression with the same meaning in the engine that the query is printed for. Harunire refuses rather than print something that is nearly the same.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NotPrintable];

    internal static HarunireException Refuse(string engine, string what, SourceLocation location) =>
        new(new Diagnostic { Code = NotPrintable, Message = $"{what} can't be printed for {engine}", Location = location });
}
