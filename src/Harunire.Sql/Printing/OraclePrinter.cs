using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Printing;

/// <summary>Writes a parsed query as Oracle's SQL again, on one line; parsing that gives the same syntax.</summary>
/// <remarks>Comments, hints and the way of quoting texts are not kept; parentheses stand where the meaning needs them.</remarks>
public static class OraclePrinter
{
    public static string Print(QuerySyntax query)
    {
        var output = new StringBuilder();
        Query(output, query);
        return output.ToString();
    }

    public static string Print(SqlExpression expression)
    {
        var output = new StringBuilder();
        new ExpressionPrinter(output, Query).Write(expression);
        return output.ToString();
    }

    private static void Query(StringBuilder output, QuerySyntax query)
    {
        With(output, query.With);
        switch (query)
        {
            case SelectSyntax select:
                Select(output, select);
                break;
            case SetOperationSyntax operation:
                for (var i = 0; i < operation.Inputs.Length; i++)
                {
                    output.Append(i == 0 ? "" : $" {SetOperatorText.Of(operation.Operator)} ");
                    Input(output, operation.Inputs[i], isFirst: i == 0, operation.Operator);
                }

                break;
            default:
                throw new UnreachableException();
        }
    }

    // An input that is more than a SELECT keeps its parentheses, but for a first one that another operator made.
    private static void Input(StringBuilder output, QuerySyntax query, bool isFirst, SetOperator around)
    {
        var isPlain = query.With.IsEmpty && (query is SelectSyntax || (isFirst && query is SetOperationSyntax left && left.Operator != around));
        output.Append(isPlain ? "" : "(");
        Query(output, query);
        output.Append(isPlain ? "" : ")");
    }

    private static void With(StringBuilder output, ImmutableArray<WithSyntax> queries)
    {
        for (var i = 0; i < queries.Length; i++)
        {
            output.Append(i == 0 ? "WITH " : ", ").Append(queries[i].Name);
            Names(output, queries[i].Columns);
            output.Append(" AS (");
            Query(output, queries[i].Query);
            output.Append(')');
        }

        output.Append(queries.IsEmpty ? "" : " ");
    }

    private static void Select(StringBuilder output, SelectSyntax select)
    {
        var expressions = new ExpressionPrinter(output, Query);
        output.Append(select.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        for (var i = 0; i < select.Items.Length; i++)
        {
            output.Append(i == 0 ? "" : ", ");
            Item(output, expressions, select.Items[i]);
        }

        for (var i = 0; i < select.From.Length; i++)
        {
            output.Append(i == 0 ? " FROM " : ", ");
            From(output, expressions, select.From[i]);
        }

        Clause(output, expressions, " WHERE ", select.Where);
        if (!select.GroupBy.IsEmpty)
        {
            output.Append(" GROUP BY ");
            expressions.WriteList(select.GroupBy, ExpressionPrinter.Additive);
        }

        Clause(output, expressions, " HAVING ", select.Having);
    }

    private static void Clause(StringBuilder output, ExpressionPrinter expressions, string word, SqlExpression? condition)
    {
        if (condition is not null)
        {
            output.Append(word);
            expressions.Write(condition);
        }
    }

    private static void Item(StringBuilder output, ExpressionPrinter expressions, SelectItemSyntax item)
    {
        if (item.IsStar)
        {
            output.Append(item.StarQualifier is null ? "*" : $"{item.StarQualifier}.*");
            return;
        }

        expressions.Write(item.Expression!, ExpressionPrinter.Additive);
        output.Append(item.Alias is null ? "" : $" AS {item.Alias}");
    }

    // The left side of joins is followed in a loop: a query may have a thousand of them.
    private static void From(StringBuilder output, ExpressionPrinter expressions, FromSyntax from)
    {
        var joins = new Stack<JoinSyntax>();
        while (from is JoinSyntax join)
        {
            joins.Push(join);
            from = join.Left;
        }

        Source(output, expressions, from);
        foreach (var join in joins)
        {
            output.Append(' ').Append(join.Kind).Append(" JOIN ");
            Source(output, expressions, join.Right);
            Clause(output, expressions, " ON ", join.On);
            if (!join.Using.IsEmpty)
            {
                output.Append(" USING");
                Names(output, join.Using);
            }
        }
    }

    private static void Source(StringBuilder output, ExpressionPrinter expressions, FromSyntax from)
    {
        switch (from)
        {
            case TableSyntax table:
                output.Append(table.Schema is null ? "" : $"{table.Schema}.").Append(table.Name).Append(table.Alias is null ? "" : $" {table.Alias}");
                break;
            case InlineViewSyntax view:
                output.Append('(');
                Query(output, view.Query);
                output.Append(')').Append(view.Alias is null ? "" : $" {view.Alias}");
                break;
            case JoinSyntax:
                output.Append('(');
                From(output, expressions, from);
                output.Append(')');
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void Names(StringBuilder output, ImmutableArray<Identifier> names)
    {
        if (!names.IsEmpty)
        {
            output.Append(" (").AppendJoin(", ", names).Append(')');
        }
    }
}
