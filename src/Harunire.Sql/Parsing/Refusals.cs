using Harunire.Model.Errors;

namespace Harunire.Sql.Parsing;

/// <summary>What Oracle's SELECT has and Harunire refuses, each with its reason.</summary>
internal static class Refusals
{
    private static readonly Dictionary<string, string> PseudoColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ROWNUM"] = "ROWNUM numbers rows in the order of one execution; a result that is kept up to date has no such order",
        ["ROWID"] = "ROWID is an address inside Oracle's files; use the table's key",
        ["LEVEL"] = "LEVEL belongs to CONNECT BY, which is not supported",
        ["SYSDATE"] = "SYSDATE changes without any row changing; the batch's day must be a column or a literal",
        ["SYSTIMESTAMP"] = "SYSTIMESTAMP changes without any row changing; use a column or a literal",
        ["CURRENT_DATE"] = "CURRENT_DATE changes without any row changing; use a column or a literal",
        ["CURRENT_TIMESTAMP"] = "CURRENT_TIMESTAMP changes without any row changing; use a column or a literal",
        ["LOCALTIMESTAMP"] = "LOCALTIMESTAMP changes without any row changing; use a column or a literal",
        ["USER"] = "USER depends on the session",
        ["UID"] = "UID depends on the session",
        ["ORA_ROWSCN"] = "ORA_ROWSCN belongs to the storage, not to the row",
    };

    private static readonly Dictionary<string, string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["LISTAGG"] = "LISTAGG is not supported yet",
        ["MEDIAN"] = "MEDIAN is not supported yet",
        ["STDDEV"] = "STDDEV is not supported yet",
        ["VARIANCE"] = "VARIANCE is not supported yet",
        ["RANK"] = "analytic functions are not supported",
        ["DENSE_RANK"] = "analytic functions are not supported",
        ["ROW_NUMBER"] = "analytic functions are not supported",
        ["LAG"] = "analytic functions are not supported",
        ["LEAD"] = "analytic functions are not supported",
        ["SYS_CONTEXT"] = "SYS_CONTEXT depends on the session",
        ["USERENV"] = "USERENV depends on the session",
        ["SYS_GUID"] = "SYS_GUID gives another value at each call",
        ["DBMS_RANDOM"] = "random values give another result at each call",
        ["ORA_HASH"] = "ORA_HASH is Oracle's own hash, which nothing else can compute",
        ["CURRENT_TIMESTAMP"] = "CURRENT_TIMESTAMP changes without any row changing; use a column or a literal",
        ["LOCALTIMESTAMP"] = "LOCALTIMESTAMP changes without any row changing; use a column or a literal",
        ["NOW"] = "NOW changes without any row changing, and is no function of Oracle; use a column or a literal",
        ["RANDOM"] = "random values give another result at each call",
        ["GETDATE"] = "GETDATE changes without any row changing, and is no function of Oracle; use a column or a literal",
    };

    /// <summary>The reason; null for any other word.</summary>
    public static string? OfPseudoColumn(Token word) => word.Kind == TokenKind.Word ? PseudoColumns.GetValueOrDefault(word.Text) : null;

    /// <summary>The reason; null for any other word.</summary>
    public static string? OfFunction(Token word) => word.Kind == TokenKind.Word ? Functions.GetValueOrDefault(word.Text) : null;

    /// <summary>Clauses that may follow a SELECT, and are refused.</summary>
    public static void CheckClause(TokenStream tokens)
    {
        if (OfClause(tokens.Current) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>As <see cref="CheckClause"/>, inside of a SELECT: what ends it is told by the query around it.</summary>
    public static void CheckInside(TokenStream tokens)
    {
        if (!IsSetOperator(tokens.Current) && !IsTail(tokens.Current))
        {
            CheckClause(tokens);
        }
    }

    /// <summary>UNION, MINUS and their kind: another SELECT follows.</summary>
    public static bool IsSetOperator(Token word) => word.Is("UNION") || word.Is("MINUS") || word.Is("EXCEPT") || word.Is("INTERSECT");

    /// <summary>Clauses with which a query ends.</summary>
    public static bool IsTail(Token word) => word.Is("ORDER") || word.Is("FETCH") || word.Is("OFFSET") || word.Is("CONNECT") || word.Is("START") || word.Is("FOR");

    /// <summary>Null for a word that begins none of them.</summary>
    public static HarunireException? OfClause(Token word)
    {
        if (word.Kind != TokenKind.Word)
        {
            return null;
        }

        var (reason, hint) = word.Text.ToUpperInvariant() switch
        {
            "ORDER" => ("a result table has no order, so ORDER BY means nothing here", "leave it out; 'clustering key' in the mapping's target orders the rows of a partition"),
            "CONNECT" or "START" => ("hierarchical queries (CONNECT BY) are not supported", null),
            "FETCH" or "OFFSET" => ("FETCH FIRST takes rows by an order that a result kept up to date does not have", null),
            "FOR" => ("FOR UPDATE has no meaning in a mapping", null),
            "PIVOT" or "UNPIVOT" => ("PIVOT is not supported", "write SUM(CASE WHEN ... THEN ... END) for each column"),
            "MODEL" => ("the MODEL clause is not supported", null),
            "MATCH_RECOGNIZE" => ("MATCH_RECOGNIZE is not supported", null),
            "NATURAL" => ("NATURAL JOIN changes its meaning when a column is added", "write JOIN ... USING or ON"),
            "SAMPLE" => ("SAMPLE takes rows at random", null),
            "VERSIONS" => ("flashback queries are capture's work", null),
            "PARTITION" => ("PARTITION in FROM is not supported", "filter by the partition's column"),
            _ => ((string?)null, (string?)null),
        };
        return reason is null ? null : SqlErrors.At(word.Location, SqlErrors.Unsupported, reason, hint);
    }

    public static HarunireException Refuse(SourceLocation location, string reason, string? hint = null) =>
        SqlErrors.At(location, SqlErrors.Unsupported, reason, hint);
}
