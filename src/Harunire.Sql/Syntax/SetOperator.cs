namespace Harunire.Sql.Syntax;

/// <summary>How the rows of queries are combined. All have one precedence, from left to right (Oracle SQL Language Reference, "The Set Operators").</summary>
public enum SetOperator
{
    /// <summary>All rows of all.</summary>
    UnionAll,

    /// <summary>Each row of any once.</summary>
    Union,

    /// <summary>Each row of the first once that none of the others has; EXCEPT is the same.</summary>
    Minus,

    /// <summary>Each row once that all have.</summary>
    Intersect,
}
