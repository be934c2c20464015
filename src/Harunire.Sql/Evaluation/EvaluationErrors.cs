using Harunire.Model.Errors;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Evaluation;

/// <summary>Errors of functions that can't be evaluated.</summary>
public static class EvaluationErrors
{
    public static ErrorCode NotEvaluable { get; } = new(
        "HAR1810",
        ErrorCategory.Usage,
        "A function in a form that Harunire does not evaluate",
        "The function is known, but not with these arguments or this mask. Harunire refuses rather than give a value that Oracle would not give.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NotEvaluable];

    internal static HarunireException Refuse(ScalarFunction function, string why) =>
        new(NotEvaluable, $"{function}: {why}");
}
