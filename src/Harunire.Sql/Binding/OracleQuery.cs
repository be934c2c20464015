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

    /// <summary>All independent errors are told at once: what can't be read or is refused does not hide what stands beside it.</summary>
    public static BoundQuery Bind(string text, SourceLocation origin, ITableCatalog catalog)
    {
        var problems = new QueryProblems();
        var syntax = QueryParser.Parse(text, origin, problems);
        BoundQuery? bound = null;
        if (syntax is not null)
        {
            var marks = problems.Marks;
            try
            {
                bound = new QueryBinder(catalog, new ColumnNumbers(), problems).Bind(syntax, outer: null);
            }
            catch (HarunireException failure)
            {
                problems.AddSince(marks, failure);
            }
        }

        return bound is not null && problems.IsEmpty ? bound : throw problems.All();
    }
}
