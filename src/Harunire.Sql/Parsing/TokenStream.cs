using Harunire.Model.Errors;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Parsing;

/// <summary>The tokens with a place among them, and the errors of a parser that expected something else.</summary>
internal sealed class TokenStream(List<Token> tokens, QueryProblems problems)
{
    private const int MaxDepth = 200;

    private readonly int[] _closing = Closing(tokens);
    private int _at;
    private int _depth;

    public Token Current => tokens[_at];

    public SourceLocation Location => Current.Location;

    public Token Ahead(int count = 1) => tokens[Math.Min(_at + count, tokens.Count - 1)];

    public Token Take() => tokens[_at < tokens.Count - 1 ? _at++ : _at];

    /// <summary>True where the parentheses at this place hold a query and nothing else: <c>(SELECT</c>, <c>((SELECT ...) UNION ALL</c>, but not <c>((SELECT ...) + 1)</c>.</summary>
    public bool StartsQuery(int ahead = 0)
    {
        var outermost = _at + ahead;
        var at = outermost;
        while (at < tokens.Count && tokens[at].IsSign("("))
        {
            at++;
        }

        if (at == outermost || at >= tokens.Count || !(tokens[at].Is("SELECT") || tokens[at].Is("WITH")))
        {
            return false;
        }

        for (var inner = at - 1; inner > outermost; inner--)
        {
            var next = tokens[Math.Min(_closing[inner] + 1, tokens.Count - 1)];
            if (!next.IsSign(")") && next.Kind != TokenKind.End && !Keywords.ContinuesQuery(next))
            {
                return false;
            }
        }

        return true;
    }

    public bool TryTake(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    public bool TryTakeSign(string sign)
    {
        if (!Current.IsSign(sign))
        {
            return false;
        }

        _at++;
        return true;
    }

    public void Expect(string word)
    {
        if (!TryTake(word))
        {
            throw Expected(word);
        }
    }

    public void ExpectSign(string sign)
    {
        if (!TryTakeSign(sign))
        {
            throw Expected($"'{sign}'");
        }
    }

    public Identifier ExpectName(string what)
    {
        if (Current.Kind == TokenKind.QuotedName || (Current.Kind == TokenKind.Word && !Keywords.IsReserved(Current.Text)))
        {
            var token = Take();
            return new Identifier(token.Location, token.Text, token.Kind == TokenKind.QuotedName);
        }

        throw Expected(what);
    }

    public HarunireException Expected(string what) =>
        SqlErrors.At(Location, SqlErrors.Syntax, $"expected {what}, found {Current}");

    /// <summary>Tells what is refused here, and reads on.</summary>
    public void Refuse(SourceLocation location, string reason, string? hint = null) => problems.Add(Refusals.Refuse(location, reason, hint));

    /// <summary>Tells a problem, and reads on.</summary>
    public void Tell(HarunireException problem) => problems.Add(problem);

    /// <summary>Reads a part of a query; where it can't be read, tells so and goes on behind it.</summary>
    /// <param name="endsBefore">The words at which the part ends, beside the end of the query.</param>
    public T Recover<T>(Func<T> part, Func<SourceLocation, T> otherwise, bool endsAtComma, params ReadOnlySpan<string> endsBefore)
    {
        var (location, depth) = (Location, _depth);
        try
        {
            return part();
        }
        catch (HarunireException failure) when (failure.Code == SqlErrors.Syntax)
        {
            problems.Add(failure);
            _depth = depth;
            SkipTo(endsAtComma, endsBefore);
            return otherwise(location);
        }
    }

    /// <summary>Goes on to one of the words, or to where the query ends: UNION, a closing parenthesis, the end of the text.</summary>
    public void SkipTo(bool endsAtComma, params ReadOnlySpan<string> words)
    {
        while (Current.Kind != TokenKind.End && !Current.IsSign(")") && !Current.IsSign(";") && !Current.Is("UNION") && !(endsAtComma && Current.IsSign(",")))
        {
            foreach (var word in words)
            {
                if (Current.Is(word))
                {
                    return;
                }
            }

            _at = Current.IsSign("(") ? _closing[_at] : _at;
            Take();
        }
    }

    /// <summary>Leaves out parentheses and what they hold, if they stand here.</summary>
    public void SkipParentheses()
    {
        if (Current.IsSign("("))
        {
            _at = _closing[_at];
            TryTakeSign(")");
        }
    }

    /// <summary>Counts a level of nesting; dispose it on the way out.</summary>
    public Nesting Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw SqlErrors.At(Location, SqlErrors.TooLarge, $"the query is nested more than {MaxDepth} levels deep");
        }

        return new Nesting(this);
    }

    // The place of the parenthesis that closes each open one; where none does, the end.
    private static int[] Closing(List<Token> tokens)
    {
        var closing = new int[tokens.Count];
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].IsSign("("))
            {
                open.Push(i);
                closing[i] = tokens.Count - 1;
            }
            else if (tokens[i].IsSign(")") && open.TryPop(out var start))
            {
                closing[start] = i;
            }
        }

        return closing;
    }

    internal readonly struct Nesting(TokenStream stream) : IDisposable
    {
        public void Dispose() => stream._depth--;
    }
}
