using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Parsing;

/// <summary>What stands between operators: literals, names, parentheses, CASE, and the calls of <see cref="CallParser"/>.</summary>
internal sealed class OperandParser(TokenStream tokens, ExpressionParser expressions)
{
    private readonly CallParser _calls = new(tokens, expressions);

    public SqlExpression Parse()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new NumberSyntax(token.Location, tokens.Take().Text);
            case TokenKind.Text:
                return new TextSyntax(token.Location, tokens.Take().Text);
            case TokenKind.Sign when token.Text == "(":
                return ParseParenthesis(token.Location);
            case TokenKind.Sign when token.Text == ":":
                tokens.Refuse(token.Location, "bind variables have no value in a mapping", "write the value");
                tokens.Take();
                tokens.Take();
                return new RefusedSyntax(token.Location);
            case TokenKind.QuotedName:
                return ParseName();
            case TokenKind.Word:
                return ParseWord(token);
            default:
                throw tokens.Expected("an expression");
        }
    }

    private SqlExpression ParseWord(Token token)
    {
        if (token.Is("CASE"))
        {
            return ParseCase();
        }

        if (token.Is("NULL"))
        {
            tokens.Take();
            return new NullSyntax(token.Location);
        }

        if ((token.Is("DATE") || token.Is("TIMESTAMP")) && tokens.Ahead().Kind == TokenKind.Text)
        {
            tokens.Take();
            return new DateTimeSyntax(token.Location, token.Is("TIMESTAMP"), tokens.Take().Text);
        }

        if (token.Is("INTERVAL") && tokens.Ahead().Kind == TokenKind.Text)
        {
            return ParseInterval(token.Location);
        }

        if (tokens.Ahead().IsSign("(") && !IsOuterMark(1) && !Keywords.IsReserved(token.Text))
        {
            return _calls.Parse(token);
        }

        if (!tokens.Ahead().IsSign(".") && Refusals.OfPseudoColumn(token) is { } reason)
        {
            tokens.Refuse(token.Location, reason);
            tokens.Take();
            return new RefusedSyntax(token.Location);
        }

        return ParseName();
    }

    private SqlExpression ParseName()
    {
        var location = tokens.Location;
        var name = tokens.ExpectName("an expression");
        Identifier? qualifier = null;
        if (tokens.TryTakeSign("."))
        {
            (qualifier, name) = (name, tokens.ExpectName("a column"));
            if (tokens.Current.IsSign("."))
            {
                throw Refusals.Refuse(location, "columns are written as alias.column, without a schema", "give the table an alias");
            }

            if (tokens.Current.IsSign("(") && !IsOuterMark())
            {
                tokens.Refuse(location, $"{qualifier}.{name} is a call of a package or a sequence, which a mapping can't make", "write its formula into the query");
                tokens.SkipParentheses();
                return new RefusedSyntax(location);
            }

            if (name.Matches("NEXTVAL") || name.Matches("CURRVAL"))
            {
                tokens.Refuse(location, "sequences give another value at each call");
                return new RefusedSyntax(location);
            }
        }

        var isOuter = IsOuterMark();
        if (isOuter)
        {
            tokens.Take();
            tokens.Take();
            tokens.Take();
        }

        return new ColumnSyntax(location, qualifier, name, isOuter);
    }

    private SqlExpression ParseParenthesis(SourceLocation location)
    {
        if (tokens.StartsQuery())
        {
            return new ScalarQuerySyntax(location, expressions.ParseParenthesizedQuery());
        }

        tokens.Take();
        var inner = expressions.ParseCondition();
        if (tokens.TryTakeSign(","))
        {
            var items = expressions.ParseList().Insert(0, inner);
            tokens.ExpectSign(")");
            return new TupleSyntax(location, items);
        }

        tokens.ExpectSign(")");
        return inner;
    }

    private bool IsOuterMark(int ahead = 0) =>
        tokens.Ahead(ahead).IsSign("(") && tokens.Ahead(ahead + 1).IsSign("+") && tokens.Ahead(ahead + 2).IsSign(")");

    private CaseSyntax ParseCase()
    {
        var location = tokens.Take().Location;
        var operand = tokens.Current.Is("WHEN") ? null : expressions.ParseExpression();
        var arms = ImmutableArray.CreateBuilder<CaseArmSyntax>();
        while (tokens.TryTake("WHEN"))
        {
            var when = operand is null ? expressions.ParseCondition() : expressions.ParseExpression();
            tokens.Expect("THEN");
            arms.Add(new CaseArmSyntax(when, expressions.ParseExpression()));
        }

        if (arms.Count == 0)
        {
            throw tokens.Expected("WHEN");
        }

        var otherwise = tokens.TryTake("ELSE") ? expressions.ParseExpression() : null;
        tokens.Expect("END");
        return new CaseSyntax(location, operand, arms.ToImmutable(), otherwise);
    }

    private IntervalSyntax ParseInterval(SourceLocation location)
    {
        tokens.Take();
        var value = tokens.Take().Text;
        var from = ParseUnit();
        var to = tokens.TryTake("TO") ? ParseUnit() : null;
        return new IntervalSyntax(location, value, from, to);
    }

    private string ParseUnit()
    {
        var unit = tokens.Current.Text.ToUpperInvariant();
        if (tokens.Current.Kind != TokenKind.Word || unit is not ("YEAR" or "MONTH" or "DAY" or "HOUR" or "MINUTE" or "SECOND"))
        {
            throw tokens.Expected("YEAR, MONTH, DAY, HOUR, MINUTE or SECOND");
        }

        tokens.Take();
        SkipPrecision();
        return unit;
    }

    private void SkipPrecision()
    {
        if (tokens.TryTakeSign("("))
        {
            do
            {
                tokens.Take();
            }
            while (tokens.TryTakeSign(","));
            tokens.ExpectSign(")");
        }
    }
}
