namespace Harunire.Sql.Parsing;

/// <summary>Oracle's reserved words, as far as they can stand in a query.</summary>
internal static class Keywords
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "ALL", "AND", "ANY", "AS", "ASC", "BETWEEN", "BY", "CASE", "CONNECT", "DESC", "DISTINCT", "ELSE", "EXISTS", "FOR", "FROM",
        "GROUP", "HAVING", "IN", "INTERSECT", "INTO", "IS", "LIKE", "MINUS", "NOT", "NULL", "OF", "ON", "OR", "ORDER", "PRIOR",
        "SELECT", "START", "THEN", "UNION", "UNIQUE", "WHERE", "WITH",
    };

    /// <summary>Words that end a table without being reserved: they can't be an alias there.</summary>
    private static readonly HashSet<string> NoAlias = new(StringComparer.OrdinalIgnoreCase)
    {
        "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "JOIN", "NATURAL", "USING", "OUTER", "FETCH", "OFFSET", "PIVOT", "UNPIVOT",
        "SAMPLE", "PARTITION", "MODEL", "MATCH_RECOGNIZE", "WINDOW", "EXCEPT", "VERSIONS",
    };

    /// <summary>Words that combine the query in front of them with another, supported or not.</summary>
    public static bool ContinuesQuery(Token token) =>
        token.Is("UNION") || token.Is("MINUS") || token.Is("EXCEPT") || token.Is("INTERSECT") || token.Is("ORDER") || token.Is("FETCH") || token.Is("OFFSET");

    public static bool IsReserved(string word) => Reserved.Contains(word);

    public static bool CanBeAlias(string word) => !Reserved.Contains(word) && !NoAlias.Contains(word);
}
