using Harunire.Model.Errors;

namespace Harunire.Sql;

/// <summary>HAR10xx: queries.</summary>
public static class SqlErrors
{
    public static ErrorCode Syntax { get; } = new("HAR1001", ErrorCategory.Usage, "the query can't be parsed",
        "The text is not Oracle's SQL at the place given, or it uses a clause that no mapping can have. The message says what was expected there.");

    public static ErrorCode Unsupported { get; } = new("HAR1002", ErrorCategory.Usage, "the query uses something that Harunire does not support",
        "The construct is Oracle's, and Harunire knows it, but can't keep its result up to date, or not yet. It is refused instead of being approximated; the message gives the reason and, where there is one, another way to write it. docs/sql.md lists what is supported.");

    public static ErrorCode UnknownTable { get; } = new("HAR1003", ErrorCategory.Usage, "ORA-00942: table or view does not exist",
        "The query names a table that is not among the migration's source tables. Add it under 'source: tables:', or correct the name.");

    public static ErrorCode UnknownColumn { get; } = new("HAR1004", ErrorCategory.Usage, "ORA-00904: invalid identifier",
        "No table of the query has such a column, or its alias is another. The message names the nearest one.");

    public static ErrorCode AmbiguousColumn { get; } = new("HAR1005", ErrorCategory.Usage, "ORA-00918: column ambiguously defined",
        "More than one table of the query has a column of this name. Write the table's alias in front of it.");

    public static ErrorCode UnknownFunction { get; } = new("HAR1006", ErrorCategory.Usage, "the function is not in the catalogue",
        "Harunire computes a query's functions itself, to the letter of Oracle's documentation, and so knows only those of its catalogue (docs/sql.md). Functions of your own packages can't be called.");

    public static ErrorCode WrongArguments { get; } = new("HAR1007", ErrorCategory.Usage, "wrong number or types of arguments",
        "The function or operator takes other arguments. Oracle would convert some of them by the session's NLS settings; Harunire refuses a conversion that depends on them: write TO_CHAR, TO_DATE or TO_NUMBER with a mask.");

    public static ErrorCode NotGrouped { get; } = new("HAR1008", ErrorCategory.Usage, "ORA-00979: not a GROUP BY expression",
        "In a grouped query, each column of the select list and HAVING stands in GROUP BY or inside an aggregate.");

    public static ErrorCode MisplacedAggregate { get; } = new("HAR1009", ErrorCategory.Usage, "ORA-00934: group function is not allowed here",
        "SUM, COUNT, AVG, MIN and MAX stand in the select list and in HAVING, not in WHERE, ON, GROUP BY or inside each other.");

    public static ErrorCode TooLarge { get; } = new("HAR1010", ErrorCategory.Usage, "the query is too large or too deeply nested",
        "Queries may have 1 MiB, 200,000 tokens and 200 levels of nesting.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [Syntax, Unsupported, UnknownTable, UnknownColumn, AmbiguousColumn, UnknownFunction, WrongArguments, NotGrouped, MisplacedAggregate, TooLarge];

    internal static HarunireException At(SourceLocation location, ErrorCode code, string message, string? hint = null) =>
        new(new Diagnostic { Code = code, Message = message, Location = location, Hint = hint });
}
