using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Printing;

/// <summary>Writes expressions and conditions; an operand that binds no tighter than its place stands in parentheses.</summary>
internal sealed class ExpressionPrinter(StringBuilder output, Action<StringBuilder, QuerySyntax> query)
{
    /// <summary>The level of an expression, as against a condition.</summary>
    public const int Additive = 5;

    private const int Condition = 1;
    private const int Predicate = 4;
    private const int Primary = 8;

    public void Write(SqlExpression expression, int level = Condition)
    {
        var needsParentheses = LevelOf(expression) < level;
        output.Append(needsParentheses ? "(" : "");
        WriteBare(expression);
        output.Append(needsParentheses ? ")" : "");
    }

    public void WriteList(ImmutableArray<SqlExpression> items, int level = Condition)
    {
        for (var i = 0; i < items.Length; i++)
        {
            output.Append(i == 0 ? "" : ", ");
            Write(items[i], level);
        }
    }

    private static int LevelOf(SqlExpression expression) => expression switch
    {
        ChainSyntax chain => chain.Rest[0].Operator switch { "OR" => Condition, "AND" => 2, "*" or "/" => 6, _ => Additive },
        UnarySyntax unary => unary.Operator == "NOT" ? 3 : 7,
        ComparisonSyntax or BetweenSyntax or LikeSyntax or IsNullSyntax or InListSyntax or InQuerySyntax or ExistsSyntax => Predicate,
        _ => Primary,
    };

    private void WriteBare(SqlExpression expression)
    {
        switch (expression)
        {
            case ColumnSyntax e:
                output.Append(e.Qualifier is null ? "" : $"{e.Qualifier}.").Append(e.Name).Append(e.IsOuter ? " (+)" : "");
                break;
            case NumberSyntax e:
                output.Append(e.Text);
                break;
            case TextSyntax e:
                Text(e.Value);
                break;
            case NullSyntax:
                output.Append("NULL");
                break;
            case DateTimeSyntax e:
                output.Append(e.IsTimestamp ? "TIMESTAMP " : "DATE ");
                Text(e.Value);
                break;
            case IntervalSyntax e:
                output.Append("INTERVAL ");
                Text(e.Value);
                output.Append(' ').Append(e.From).Append(e.To is null ? "" : $" TO {e.To}");
                break;
            case ChainSyntax e:
                Chain(e);
                break;
            case UnarySyntax e:
                output.Append(e.Operator == "NOT" ? "NOT " : e.Operator);
                Write(e.Operand, e.Operator == "NOT" ? Predicate : Primary);
                break;
            case CaseSyntax e:
                Case(e);
                break;
            case CallSyntax or ExtractSyntax or TrimSyntax or CastSyntax:
                Call(expression);
                break;
            case ScalarQuerySyntax e:
                Query("", e.Query);
                break;
            case TupleSyntax e:
                output.Append('(');
                WriteList(e.Items);
                output.Append(')');
                break;
            default:
                Test(expression);
                break;
        }
    }

    private void Test(SqlExpression condition)
    {
        switch (condition)
        {
            case ComparisonSyntax e:
                Write(e.Left, Additive);
                output.Append($" {e.Operator} ");
                Write(e.Right, Additive);
                break;
            case BetweenSyntax e:
                Operand(e.Operand, e.IsNot, "BETWEEN ");
                Write(e.Low, Additive);
                output.Append(" AND ");
                Write(e.High, Additive);
                break;
            case LikeSyntax e:
                Operand(e.Operand, e.IsNot, "LIKE ");
                Write(e.Pattern, Additive);
                Optional(" ESCAPE ", e.Escape);
                break;
            case IsNullSyntax e:
                Write(e.Operand, Additive);
                output.Append(e.IsNot ? " IS NOT NULL" : " IS NULL");
                break;
            case InListSyntax e:
                Operand(e.Operand, e.IsNot, "IN (");
                WriteList(e.Items);
                output.Append(')');
                break;
            case InQuerySyntax e:
                Operand(e.Operand, e.IsNot, "IN ");
                Query("", e.Query);
                break;
            case ExistsSyntax e:
                Query("EXISTS ", e.Query);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Operand(SqlExpression operand, bool isNot, string word)
    {
        Write(operand, Additive);
        output.Append(isNot ? " NOT " : " ").Append(word);
    }

    // An operand of the chain's own level was in parentheses, or it would be part of the chain.
    private void Chain(ChainSyntax chain)
    {
        var level = LevelOf(chain) + 1;
        Write(chain.First, level);
        foreach (var link in chain.Rest)
        {
            output.Append(' ').Append(link.Operator).Append(' ');
            Write(link.Operand, level);
        }
    }

    private void Case(CaseSyntax @case)
    {
        output.Append("CASE");
        Optional(" ", @case.Operand);
        foreach (var arm in @case.Arms)
        {
            output.Append(" WHEN ");
            Write(arm.When, @case.Operand is null ? Condition : Additive);
            output.Append(" THEN ");
            Write(arm.Then, Additive);
        }

        Optional(" ELSE ", @case.Else);
        output.Append(" END");
    }

    private void Call(SqlExpression call)
    {
        switch (call)
        {
            case CallSyntax e:
                output.Append(e.Name).Append('(').Append(e.IsStar ? "*" : e.IsDistinct ? "DISTINCT " : "");
                WriteList(e.Arguments);
                break;
            case ExtractSyntax e:
                output.Append($"EXTRACT({e.Field} FROM ");
                Write(e.Operand, Additive);
                break;
            case TrimSyntax e:
                output.Append($"TRIM({e.Side}");
                Optional(" ", e.Character);
                Optional(" FROM ", e.Operand);
                break;
            case CastSyntax e:
                output.Append("CAST(");
                Write(e.Operand, Additive);
                output.Append($" AS {e.TypeName}{(e.TypeArguments.IsEmpty ? "" : $"({string.Join(", ", e.TypeArguments)}{(e.LengthUnit is null ? "" : $" {e.LengthUnit}")})")}");
                break;
            default:
                throw new UnreachableException();
        }

        output.Append(')');
    }

    private void Optional(string word, SqlExpression? expression)
    {
        if (expression is not null)
        {
            output.Append(word);
            Write(expression, Additive);
        }
    }

    private void Query(string word, QuerySyntax syntax)
    {
        output.Append(word).Append('(');
        query(output, syntax);
        output.Append(')');
    }

    private void Text(string value) => output.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
}
