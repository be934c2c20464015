using System.Diagnostics;

namespace Harunire.Sql.Syntax;

/// <summary>Set operators as Oracle's words.</summary>
internal static class SetOperatorText
{
    public static string Of(SetOperator setOperator) => setOperator switch
    {
        SetOperator.UnionAll => "UNION ALL",
        SetOperator.Union => "UNION",
        SetOperator.Minus => "MINUS",
        SetOperator.Intersect => "INTERSECT",
        _ => throw new UnreachableException(),
    };
}
