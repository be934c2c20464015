using Harunire.Model.Errors;
using Harunire.Sql.Bound;
using Harunire.Sql.Parsing;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Binding;

/// <summary>Oracle's SQL, from text to a typed query. What can't be read or is not supported is a <see cref="HarunireException"/> with file, line and column.</summary>
public static class OracleQuery
{
    /// <param name="origin">Where the text begins in the user's file: its column holds for every line.</param>
    public static QuerySyntax Parse(string text, SourceLocation origin) => QueryParser.Parse(text, origin);

    public static BoundQuery Bind(string text, SourceLocation origin, ITableCatalog catalog) =>
        new QueryBinder(catalog, new ColumnNumbers()).Bind(Parse(text, origin), outer: null);
}
