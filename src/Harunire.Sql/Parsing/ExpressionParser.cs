using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Parsing;

/// <summary>Expressions and conditions, by precedence: OR, AND, NOT, comparisons, || + -, * /, unary, primary.</summary>
/// <remarks>Chains are loops, so that ten thousand terms need no stack; nesting is counted by <see cref="TokenStream.Enter"/>.</remarks>
internal sealed class ExpressionParser
{
    // Chains of values become calls inside calls, also through parentheses; chains of conditions stay flat and may be as long as the text.
    private const int MaxHeight = 500;

    private readonly TokenStream _tokens;
    private readonly Func<QuerySyntax> _parseQuery;
    private readonly OperandParser _operands;
    private int _height; // of the expression that was read last
    private int _peak; // of those read since the innermost open primary began

    public ExpressionParser(TokenStream tokens, Func<QuerySyntax> parseQuery)
    {
        (_tokens, _parseQuery) = (tokens, parseQuery);
        _operands = new OperandParser(tokens, this);
    }

    public SqlExpression ParseCondition() => Chain(ParseAnd, "OR");

    /// <summary>An expression; a condition in its place is refused by the binder.</summary>
    public SqlExpression ParseExpression() => Chain(() => Chain(ParseUnary, "*", "/"), "+", "-", "||");

    public QuerySyntax ParseParenthesizedQuery()
    {
        _tokens.ExpectSign("(");
        var query = _parseQuery();
        _tokens.ExpectSign(")");
        return query;
    }

    public ImmutableArray<SqlExpression> ParseList()
    {
        var items = ImmutableArray.CreateBuilder<SqlExpression>();
        do
        {
            items.Add(ParseCondition());
        }
        while (_tokens.TryTakeSign(","));
        return items.ToImmutable();
    }

    private SqlExpression ParseAnd() => Chain(ParseNot, "AND");

    private SqlExpression Chain(Func<SqlExpression> operand, params ReadOnlySpan<string> operators)
    {
        var location = _tokens.Location;
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
            if (_tokens.Current.IsSign(each) || _tokens.Current.Is(each))
            {
                return _tokens.Take();
            }
        }

        return null;
    }

    private SqlExpression ParseNot()
    {
        var location = _tokens.Location;
        var negations = 0;
        while (_tokens.TryTake("NOT"))
        {
            negations++;
        }

        var predicate = ParsePredicate();
        return negations % 2 == 1 ? new UnarySyntax(location, "NOT", predicate) : predicate;
    }

    private SqlExpression ParsePredicate()
    {
        using var level = _tokens.Enter();
        var location = _tokens.Location;
        if (_tokens.Current.Is("EXISTS") && _tokens.Ahead().IsSign("("))
        {
            _tokens.Take();
            return new ExistsSyntax(location, ParseParenthesizedQuery());
        }

        var left = ParseExpression();
        return ParseRest(location, left);
    }

    private SqlExpression ParseRest(SourceLocation location, SqlExpression left)
    {
        if (_tokens.Current.Kind == TokenKind.Sign && _tokens.Current.Text is "=" or "<>" or "<" or "<=" or ">" or ">=")
        {
            var sign = _tokens.Take().Text;
            if (_tokens.Current.Is("ANY") || _tokens.Current.Is("ALL") || _tokens.Current.Is("SOME"))
            {
                _tokens.Refuse(_tokens.Location, $"comparison with {_tokens.Current.Text.ToUpperInvariant()} is not supported", "write IN, EXISTS, or compare with MIN or MAX");
                _tokens.Take();
                _tokens.SkipParentheses();
                return new IsNullSyntax(location, new RefusedSyntax(location), IsNot: false);
            }

            return new ComparisonSyntax(location, sign, left, ParseExpression());
        }

        if (_tokens.TryTake("IS"))
        {
            var not = _tokens.TryTake("NOT");
            _tokens.Expect("NULL");
            return new IsNullSyntax(location, left, not);
        }

        var isNot = _tokens.Current.Is("NOT") && (_tokens.Ahead().Is("IN") || _tokens.Ahead().Is("LIKE") || _tokens.Ahead().Is("BETWEEN")) && _tokens.TryTake("NOT");
        if (_tokens.TryTake("BETWEEN"))
        {
            var low = ParseExpression();
            _tokens.Expect("AND");
            return new BetweenSyntax(location, left, low, ParseExpression(), isNot);
        }

        if (_tokens.TryTake("LIKE"))
        {
            var pattern = ParseExpression();
            return new LikeSyntax(location, left, pattern, _tokens.TryTake("ESCAPE") ? ParseExpression() : null, isNot);
        }

        return _tokens.TryTake("IN") ? ParseIn(location, left, isNot) : left;
    }

    private SqlExpression ParseIn(SourceLocation location, SqlExpression left, bool isNot)
    {
        if (_tokens.StartsQuery())
        {
            return new InQuerySyntax(location, left, ParseParenthesizedQuery(), isNot);
        }

        _tokens.ExpectSign("(");
        var items = ParseList();
        _tokens.ExpectSign(")");
        return new InListSyntax(location, left, items, isNot);
    }

    private SqlExpression ParseUnary()
    {
        var location = _tokens.Location;
        var negative = false;
        while (_tokens.Current.IsSign("-") || _tokens.Current.IsSign("+"))
        {
            negative ^= _tokens.Take().Text == "-";
        }

        var operand = ParsePrimary();
        return negative ? new UnarySyntax(location, "-", operand) : operand;
    }

    private SqlExpression ParsePrimary()
    {
        using var level = _tokens.Enter();
        var outside = _peak;
        _peak = 0;
        var primary = _operands.Parse();
        _height = _peak;
        _peak = Math.Max(_peak, outside);
        return primary;
    }
}
