using Harunire.Model.Errors;

namespace Harunire.Engine.Expressions;

/// <summary>Errors of expressions over rows.</summary>
public static class ExpressionErrors
{
    public static ErrorCode Failed { get; } = new(
        "HAR5100",
        ErrorCategory.System,
        "An expression failed for a row",
        "A row has a value for which an expression of the mapping's query is not defined: a division by zero, a text that is no number, a result beyond NUMBER. "
        + "Oracle would raise the error named in the message and the batch would stop; so the stream job stops too. Correct the row, or guard the expression (NULLIF, CASE).");

    public static ErrorCode NotCompilable { get; } = new(
        "HAR5101",
        ErrorCategory.Bug,
        "An expression can't be compiled",
        "The planner handed an expression to the engine that it should have rewritten or refused. Please report it with the query.");

    public static IReadOnlyList<ErrorCode> All { get; } = [Failed, NotCompilable];

    /// <summary>The error of a value as the error of the expression at a place of the query.</summary>
    internal static HarunireException At(HarunireException failure, SourceLocation location)
    {
        var cause = failure.Diagnostics[0];
        return new HarunireException(
            new Diagnostic { Code = Failed, Message = cause.Message, Location = location, Subject = cause.Subject, Hint = cause.Hint },
            failure);
    }
}
