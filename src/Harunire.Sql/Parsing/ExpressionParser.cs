using System.Collections.Immutable;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Parsing;

/// <summary>Expressions and conditions, by precedence: OR, AND, NOT, comparisons, || + -, * /, unary, primary.</summary>
/// <remarks>Chains are loops, so that ten thousand terms need no stack; nesting is counted by <see cref="TokenStream.Enter"/>.</remarks>
internal sealed class ExpressionParser(TokenStream tokens, Func<QuerySyntax> parseQuery)
{
    public SqlExpression ParseCondition() => Chain(ParseAnd, "OR");

    /// <summary>An expression; a condition in its place is refused by the binder.</summary>
    public SqlExpression ParseExpression() => Chain(() => Chain(ParseUnary, "*", "/"), "+", "-", "||");

    private SqlExpression ParseAnd() => Chain(ParseNot, "AND");

    // Chains of values become calls inside calls, also through parentheses; chains of conditions stay flat and may be as long as the text.
    private const int MaxHeight = 500;

    private int _height; // of the expression that was read last
    private int _peak; // of those read since the innermost open primary began

    private SqlExpression Chain(Func<SqlExpression> operand, params ReadOnlySpan<string> operators)
    {
        var location = tokens.Location;
        var isValue = operators[0] is not ("OR" or "AND");
        var first = operand();
        var height = _height;
        var rest = ImmutableArray.CreateBuilder<ChainLink>();
        while (TryOperator(operators) is { } link)
        {
            rest.Add(new ChainLink(link.Location, link.Text.ToUpperInvariant(), operand()));
            height = Math.Max(height, _height) + (isValue ? 1 : 0);
            if (height > MaxHeight)
            {
                throw SqlErrors.At(link.Location, SqlErrors.TooLarge, $"more than {MaxHeight} values are chained by operators");
            }
        }

        _height = height;
        _peak = Math.Max(_peak, height);
        return rest.Count == 0 ? first : new ChainSyntax(location, first, rest.ToImmutable());
    }

    private Token? TryOperator(ReadOnlySpan<string> operators)
    {
        foreach (var each in operators)
        {
            if (tokens.Current.IsSign(each) || tokens.Current.Is(each))
            {
                return tokens.Take();
            }
        }

        return null;
    }

    private SqlExpression ParseNot()
    {
        var location = tokens.Location;
        var negations = 0;
        while (tokens.TryTake("NOT"))
        {
            negations++;
        }

        var predicate = ParsePredicate();
        return negations % 2 == 1 ? new UnarySyntax(location, "NOT", predicate) : predicate;
    }

    private SqlExpression ParsePredicate()
    {
        using var level = tokens.Enter();
        var location = tokens.Location;
        if (tokens.Current.Is("EXISTS") && tokens.Ahead().IsSign("("))
        {
            tokens.Take();
            return new ExistsSyntax(location, ParseParenthesizedQuery());
        }

        var left = ParseExpression();
        return ParseRest(location, left);
    }

    private SqlExpression ParseRest(SourceLocation location, SqlExpression left)
    {
        if (tokens.Current.Kind == TokenKind.Sign && tokens.Current.Text is "=" or "<>" or "<" or "<=" or ">" or ">=")
        {
            var sign = tokens.Take().Text;
            if (tokens.Current.Is("ANY") || tokens.Current.Is("ALL") || tokens.Current.Is("SOME"))
            {
                throw Refusals.Refuse(tokens.Location, $"comparison with {tokens.Current.Text.ToUpperInvariant()} is not supported", "write IN, EXISTS, or compare with MIN or MAX");
            }

            return new ComparisonSyntax(location, sign, left, ParseExpression());
        }

        if (tokens.TryTake("IS"))
        {
            var not = tokens.TryTake("NOT");
            tokens.Expect("NULL");
            return new IsNullSyntax(location, left, not);
        }

        var isNot = tokens.Current.Is("NOT") && (tokens.Ahead().Is("IN") || tokens.Ahead().Is("LIKE") || tokens.Ahead().Is("BETWEEN")) && tokens.TryTake("NOT");
        if (tokens.TryTake("BETWEEN"))
        {
            var low = ParseExpression();
            tokens.Expect("AND");
            return new BetweenSyntax(location, left, low, ParseExpression(), isNot);
        }

        if (tokens.TryTake("LIKE"))
        {
            var pattern = ParseExpression();
            return new LikeSyntax(location, left, pattern, tokens.TryTake("ESCAPE") ? ParseExpression() : null, isNot);
        }

        return tokens.TryTake("IN") ? ParseIn(location, left, isNot) : left;
    }

    private SqlExpression ParseIn(SourceLocation location, SqlExpression left, bool isNot)
    {
        if (tokens.StartsQuery())
        {
            return new InQuerySyntax(location, left, ParseParenthesizedQuery(), isNot);
        }

        tokens.ExpectSign("(");
        var items = ParseList();
        tokens.ExpectSign(")");
        return new InListSyntax(location, left, items, isNot);
    }

    private SqlExpression ParseUnary()
    {
        var location = tokens.Location;
        var negative = false;
        while (tokens.Current.IsSign("-") || tokens.Current.IsSign("+"))
        {
            negative ^= tokens.Take().Text == "-";
        }

        var operand = ParsePrimary();
        return negative ? new UnarySyntax(location, "-", operand) : operand;
    }

    private SqlExpression ParsePrimary()
    {
        using var level = tokens.Enter();
        var outside = _peak;
        _peak = 0;
        var primary = ParseBarePrimary();
        _height = _peak;
        _peak = Math.Max(_peak, outside);
        return primary;
    }

    private SqlExpression ParseBarePrimary()
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
                throw Refusals.Refuse(token.Location, "bind variables have no value in a mapping", "write the value");
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
            return ParseCall(token);
        }

        if (!tokens.Ahead().IsSign("."))
        {
            Refusals.CheckPseudoColumn(token);
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
                throw Refusals.Refuse(location, $"{qualifier}.{name} is a call of a package or a sequence, which a mapping can't make", "write its formula into the query");
            }

            if (name.Matches("NEXTVAL") || name.Matches("CURRVAL"))
            {
                throw Refusals.Refuse(location, "sequences give another value at each call");
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
            return new ScalarQuerySyntax(location, ParseParenthesizedQuery());
        }

        tokens.Take();
        var inner = ParseCondition();
        if (tokens.TryTakeSign(","))
        {
            var items = ParseList().Insert(0, inner);
            tokens.ExpectSign(")");
            return new TupleSyntax(location, items);
        }

        tokens.ExpectSign(")");
        return inner;
    }

    private bool IsOuterMark(int ahead = 0) =>
        tokens.Ahead(ahead).IsSign("(") && tokens.Ahead(ahead + 1).IsSign("+") && tokens.Ahead(ahead + 2).IsSign(")");

    private QuerySyntax ParseParenthesizedQuery()
    {
        tokens.ExpectSign("(");
        var query = parseQuery();
        tokens.ExpectSign(")");
        return query;
    }

    private ImmutableArray<SqlExpression> ParseList()
    {
        var items = ImmutableArray.CreateBuilder<SqlExpression>();
        do
        {
            items.Add(ParseCondition());
        }
        while (tokens.TryTakeSign(","));
        return items.ToImmutable();
    }

    private CaseSyntax ParseCase()
    {
        var location = tokens.Take().Location;
        var operand = tokens.Current.Is("WHEN") ? null : ParseExpression();
        var arms = ImmutableArray.CreateBuilder<CaseArmSyntax>();
        while (tokens.TryTake("WHEN"))
        {
            var when = operand is null ? ParseCondition() : ParseExpression();
            tokens.Expect("THEN");
            arms.Add(new CaseArmSyntax(when, ParseExpression()));
        }

        if (arms.Count == 0)
        {
            throw tokens.Expected("WHEN");
        }

        var otherwise = tokens.TryTake("ELSE") ? ParseExpression() : null;
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

    private SqlExpression ParseCall(Token token)
    {
        Refusals.CheckFunction(token);
        var name = tokens.ExpectName("a function");
        tokens.ExpectSign("(");
        SqlExpression call = token.Text.ToUpperInvariant() switch
        {
            "EXTRACT" => ParseExtract(token.Location),
            "TRIM" => ParseTrim(token.Location),
            "CAST" => ParseCast(token.Location),
            _ => ParseArguments(token.Location, name),
        };
        tokens.ExpectSign(")");
        if (tokens.Current.Is("OVER") || tokens.Current.Is("WITHIN") || tokens.Current.Is("KEEP"))
        {
            throw Refusals.Refuse(tokens.Location, "analytic functions and ordered-set aggregates are not supported", tokens.Current.Is("OVER") ? "join the table with an inline view that groups it" : null);
        }

        return call;
    }

    private CallSyntax ParseArguments(SourceLocation location, Identifier name)
    {
        if (tokens.TryTakeSign("*"))
        {
            return new CallSyntax(location, name, [], IsStar: true, IsDistinct: false);
        }

        if (tokens.Current.IsSign(")"))
        {
            return new CallSyntax(location, name, [], IsStar: false, IsDistinct: false);
        }

        var distinct = tokens.TryTake("DISTINCT") || tokens.TryTake("UNIQUE");
        if (!distinct)
        {
            tokens.TryTake("ALL");
        }

        return new CallSyntax(location, name, ParseList(), IsStar: false, distinct);
    }

    private ExtractSyntax ParseExtract(SourceLocation location)
    {
        var field = tokens.Take().Text.ToUpperInvariant();
        tokens.Expect("FROM");
        return new ExtractSyntax(location, field, ParseExpression());
    }

    private TrimSyntax ParseTrim(SourceLocation location)
    {
        var side = "BOTH";
        foreach (var word in new[] { "LEADING", "TRAILING", "BOTH" })
        {
            if (tokens.TryTake(word))
            {
                side = word;
            }
        }

        if (tokens.TryTake("FROM"))
        {
            return new TrimSyntax(location, side, null, ParseExpression());
        }

        var first = ParseExpression();
        return tokens.TryTake("FROM") ? new TrimSyntax(location, side, first, ParseExpression()) : new TrimSyntax(location, side, null, first);
    }

    private CastSyntax ParseCast(SourceLocation location)
    {
        var operand = ParseExpression();
        tokens.Expect("AS");
        var name = tokens.Take().Text.ToUpperInvariant();
        var arguments = ImmutableArray.CreateBuilder<int>();
        if (tokens.TryTakeSign("("))
        {
            do
            {
                var negative = tokens.TryTakeSign("-");
                var number = tokens.Take();
                arguments.Add(number.Kind == TokenKind.Number && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                    ? (negative ? -value : value)
                    : throw SqlErrors.At(number.Location, SqlErrors.Syntax, $"expected a length, precision or scale, found {number}"));
                if (!tokens.TryTake("CHAR"))
                {
                    tokens.TryTake("BYTE");
                }
            }
            while (tokens.TryTakeSign(","));
            tokens.ExpectSign(")");
        }

        return new CastSyntax(location, operand, name, arguments.ToImmutable());
    }
}
