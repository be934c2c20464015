using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Parsing;

/// <summary>Queries: SELECT, WITH, set operators, FROM. Expressions are <see cref="ExpressionParser"/>'s.</summary>
internal sealed class QueryParser
{
    private const int MaxJoins = 500;
    private const int MaxOperatorChanges = 50;

    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;

    private QueryParser(TokenStream tokens)
    {
        _tokens = tokens;
        _expressions = new ExpressionParser(tokens, ParseQuery);
    }

    /// <summary>The query; all that could not be read or is refused is one exception.</summary>
    public static QuerySyntax Parse(string text, SourceLocation origin)
    {
        var problems = new QueryProblems();
        var query = Parse(text, origin, problems);
        return query is not null && problems.IsEmpty ? query : throw problems.All();
    }

    /// <summary>The query, with <see cref="RefusedSyntax"/> where something is wrong; null where no reading on was possible.</summary>
    public static QuerySyntax? Parse(string text, SourceLocation origin, QueryProblems problems)
    {
        try
        {
            return Parse(new TokenStream(new Lexer(text, origin).Read(), problems));
        }
        catch (HarunireException failure) when (problems.HasSyntaxError && failure.Code == SqlErrors.Syntax)
        {
            return null; // what can't be read after a mistake may be its consequence
        }
        catch (HarunireException failure)
        {
            problems.Add(failure);
            return null;
        }
    }

    private static QuerySyntax Parse(TokenStream tokens)
    {
        var parser = new QueryParser(tokens);
        if (parser._tokens.Current.Kind == TokenKind.End)
        {
            throw SqlErrors.At(parser._tokens.Location, SqlErrors.Syntax, "the query is empty", "expected SELECT or WITH");
        }

        var query = parser.ParseQuery();
        parser._tokens.TryTakeSign(";");
        Refusals.CheckClause(parser._tokens);
        return parser._tokens.Current.Kind == TokenKind.End ? query : throw parser._tokens.Expected("the end of the query");
    }

    private QuerySyntax ParseQuery()
    {
        using var level = _tokens.Enter();
        var with = ParseWith();
        var location = _tokens.Location;
        var query = ParseSetOperations(location);
        if (Refusals.IsTail(_tokens.Current))
        {
            _tokens.Tell(Refusals.OfClause(_tokens.Current)!);
            _tokens.SkipTo(endsAtComma: false);
        }

        Refusals.CheckClause(_tokens);
        return query with { With = with.AddRange(query.With) };
    }

    // All of one precedence: equal ones in a row are one operation, another one takes what stands before it as its first input.
    private QuerySyntax ParseSetOperations(SourceLocation location)
    {
        var inputs = ImmutableArray.CreateBuilder<QuerySyntax>();
        inputs.Add(ParseTerm());
        SetOperator? last = null;
        var changes = 0;
        while (TrySetOperator() is { } next)
        {
            if (last is { } before && before != next)
            {
                QuerySyntax left = new SetOperationSyntax(location, before, inputs.ToImmutable());
                inputs.Clear();
                inputs.Add(left);
                if (++changes > MaxOperatorChanges)
                {
                    throw SqlErrors.At(_tokens.Location, SqlErrors.TooLarge, $"the query changes between set operators more than {MaxOperatorChanges} times");
                }
            }

            inputs.Add(ParseTerm());
            last = next;
        }

        return last is { } only ? new SetOperationSyntax(location, only, inputs.ToImmutable()) : inputs[0];
    }

    // Null where no set operator follows.
    private SetOperator? TrySetOperator()
    {
        if (!Refusals.IsSetOperator(_tokens.Current))
        {
            return null;
        }

        var word = _tokens.Take();
        var isAll = _tokens.Current.Is("ALL");
        if (isAll && !word.Is("UNION"))
        {
            _tokens.Tell(Refusals.Refuse(word.Location, $"{word.Text.ToUpperInvariant()} ALL is not supported", "leave ALL out, or number the equal rows of both sides"));
        }

        _tokens.TryTake("ALL");
        return word.Is("UNION") ? (isAll ? SetOperator.UnionAll : SetOperator.Union) : word.Is("INTERSECT") ? SetOperator.Intersect : SetOperator.Minus;
    }

    private ImmutableArray<WithSyntax> ParseWith()
    {
        if (!_tokens.TryTake("WITH"))
        {
            return [];
        }

        var queries = ImmutableArray.CreateBuilder<WithSyntax>();
        do
        {
            var name = _tokens.ExpectName("the name of a WITH query");
            var columns = ImmutableArray.CreateBuilder<Identifier>();
            if (_tokens.TryTakeSign("("))
            {
                do
                {
                    columns.Add(_tokens.ExpectName("a column name"));
                }
                while (_tokens.TryTakeSign(","));
                _tokens.ExpectSign(")");
            }

            _tokens.Expect("AS");
            _tokens.ExpectSign("(");
            var query = ParseQuery();
            _tokens.ExpectSign(")");
            queries.Add(new WithSyntax(name, columns.ToImmutable(), query));
        }
        while (_tokens.TryTakeSign(","));
        return queries.ToImmutable();
    }

    private QuerySyntax ParseTerm()
    {
        if (_tokens.TryTakeSign("("))
        {
            var inner = ParseQuery();
            _tokens.ExpectSign(")");
            return inner;
        }

        return ParseSelect();
    }

    private SelectSyntax ParseSelect()
    {
        var location = _tokens.Location;
        _tokens.Expect("SELECT");
        var distinct = _tokens.TryTake("DISTINCT") || _tokens.TryTake("UNIQUE");
        if (!distinct)
        {
            _tokens.TryTake("ALL");
        }

        var items = ImmutableArray.CreateBuilder<SelectItemSyntax>();
        do
        {
            items.Add(_tokens.Recover(ParseWholeItem, place => new SelectItemSyntax(place, new RefusedSyntax(place), null, false, null), endsAtComma: true, "FROM"));
        }
        while (_tokens.TryTakeSign(","));
        _tokens.Expect("FROM");
        var from = ImmutableArray.CreateBuilder<FromSyntax>();
        do
        {
            from.Add(from.Count <= MaxJoins
                ? ParseJoins()
                : throw SqlErrors.At(_tokens.Location, SqlErrors.TooLarge, $"more than {MaxJoins} tables stand in FROM"));
        }
        while (_tokens.TryTakeSign(","));
        Refusals.CheckInside(_tokens);
        var where = _tokens.TryTake("WHERE") ? Condition("GROUP", "HAVING", "ORDER") : null;
        Refusals.CheckInside(_tokens);
        var groupBy = ParseGroupBy();
        var having = _tokens.TryTake("HAVING") ? Condition("GROUP", "ORDER") : null;
        if (groupBy.IsEmpty && having is not null)
        {
            groupBy = ParseGroupBy(); // Oracle takes HAVING in front of GROUP BY too.
        }

        return new SelectSyntax(location) { IsDistinct = distinct, Items = items.ToImmutable(), From = from.ToImmutable(), Where = where, GroupBy = groupBy, Having = having };
    }

    private SqlExpression Condition(params ReadOnlySpan<string> endsBefore) =>
        _tokens.Recover(_expressions.ParseCondition, place => new IsNullSyntax(place, new RefusedSyntax(place), IsNot: false), endsAtComma: false, endsBefore);

    private ImmutableArray<SqlExpression> ParseGroupBy()
    {
        if (!_tokens.TryTake("GROUP"))
        {
            return [];
        }

        _tokens.Expect("BY");
        var keys = ImmutableArray.CreateBuilder<SqlExpression>();
        do
        {
            if ((_tokens.Current.Is("ROLLUP") || _tokens.Current.Is("CUBE") || _tokens.Current.Is("GROUPING")) && _tokens.Ahead() is { Kind: TokenKind.Sign or TokenKind.Word })
            {
                _tokens.Refuse(_tokens.Location, $"{_tokens.Current.Text.ToUpperInvariant()} in GROUP BY is not supported", "write one mapping for each level");
                keys.Add(new RefusedSyntax(_tokens.Location));
                _tokens.Take();
                _tokens.TryTake("SETS");
                _tokens.SkipParentheses();
                continue;
            }

            keys.Add(_tokens.Recover(_expressions.ParseExpression, place => new RefusedSyntax(place), endsAtComma: true, "HAVING", "ORDER"));
        }
        while (_tokens.TryTakeSign(","));
        return keys.ToImmutable();
    }

    private SelectItemSyntax ParseWholeItem()
    {
        var item = ParseItem();
        return _tokens.Current.IsSign(",") || _tokens.Current.Is("FROM") ? item : throw _tokens.Expected("FROM");
    }

    private SelectItemSyntax ParseItem()
    {
        var location = _tokens.Location;
        if (_tokens.TryTakeSign("*"))
        {
            return new SelectItemSyntax(location, null, null, true, null);
        }

        if (_tokens.Ahead().IsSign(".") && _tokens.Ahead(2).IsSign("*"))
        {
            var qualifier = _tokens.ExpectName("a table's alias");
            _tokens.Take();
            _tokens.Take();
            return new SelectItemSyntax(location, null, null, true, qualifier);
        }

        var expression = _expressions.ParseExpression();
        var alias = _tokens.TryTake("AS") ? _tokens.ExpectName("a column alias") : TryAlias();
        return new SelectItemSyntax(location, expression, alias, false, null);
    }

    private FromSyntax ParseJoins()
    {
        var left = ParseSource();
        for (var count = 1; ; count++)
        {
            Refusals.CheckInside(_tokens);
            var location = _tokens.Location;
            if (TryJoinKind() is not { } kind)
            {
                return left;
            }

            if (count > MaxJoins)
            {
                throw SqlErrors.At(location, SqlErrors.TooLarge, $"more than {MaxJoins} joins follow one another");
            }

            var right = ParseSource();
            if (kind == "CROSS")
            {
                left = new JoinSyntax(location, kind, left, right, null, []);
            }
            else if (_tokens.TryTake("ON"))
            {
                left = new JoinSyntax(location, kind, left, right, _expressions.ParseCondition(), []);
            }
            else if (_tokens.TryTake("USING"))
            {
                left = new JoinSyntax(location, kind, left, right, null, ParseUsing());
            }
            else
            {
                throw _tokens.Expected("ON or USING");
            }
        }
    }

    private ImmutableArray<Identifier> ParseUsing()
    {
        _tokens.ExpectSign("(");
        var columns = ImmutableArray.CreateBuilder<Identifier>();
        do
        {
            columns.Add(_tokens.ExpectName("a column name"));
        }
        while (_tokens.TryTakeSign(","));
        _tokens.ExpectSign(")");
        return columns.ToImmutable();
    }

    private string? TryJoinKind()
    {
        if (_tokens.TryTake("JOIN"))
        {
            return "INNER";
        }

        foreach (var kind in new[] { "INNER", "LEFT", "RIGHT", "FULL", "CROSS" })
        {
            if (_tokens.TryTake(kind))
            {
                if (kind is not ("INNER" or "CROSS"))
                {
                    _tokens.TryTake("OUTER");
                }

                _tokens.Expect("JOIN");
                return kind;
            }
        }

        return null;
    }

    private FromSyntax ParseSource()
    {
        var location = _tokens.Location;
        if (_tokens.Current.Is("LATERAL") || _tokens.Current.Is("TABLE"))
        {
            throw Refusals.Refuse(location, $"{_tokens.Current.Text.ToUpperInvariant()} in FROM is not supported");
        }

        if (_tokens.Current.IsSign("("))
        {
            return ParseParenthesis(location);
        }

        var name = _tokens.ExpectName("a table");
        Identifier? schema = null;
        if (_tokens.TryTakeSign("."))
        {
            (schema, name) = (name, _tokens.ExpectName("a table"));
        }

        Refusals.CheckInside(_tokens);
        return new TableSyntax(location, schema, name, TryTableAlias());
    }

    // Either an inline view or a join in parentheses.
    private FromSyntax ParseParenthesis(SourceLocation location)
    {
        using var level = _tokens.Enter();
        var isQuery = _tokens.StartsQuery();
        _tokens.Take();
        if (isQuery)
        {
            var query = ParseQuery();
            _tokens.ExpectSign(")");
            return new InlineViewSyntax(location, query, TryTableAlias());
        }

        var joins = ParseJoins();
        _tokens.ExpectSign(")");
        return joins;
    }

    private Identifier? TryTableAlias()
    {
        if (_tokens.Current.Is("AS"))
        {
            throw SqlErrors.At(_tokens.Location, SqlErrors.Syntax, "Oracle takes no AS in front of a table's alias", "write the alias alone");
        }

        return TryAlias();
    }

    private Identifier? TryAlias() =>
        _tokens.Current.Kind == TokenKind.QuotedName || (_tokens.Current.Kind == TokenKind.Word && Keywords.CanBeAlias(_tokens.Current.Text))
            ? _tokens.ExpectName("an alias")
            : null;
}
