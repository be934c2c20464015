using Harunire.Model.Errors;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Parsing;

/// <summary>The tokens with a place among them, and the errors of a parser that expected something else.</summary>
internal sealed class TokenStream(List<Token> tokens)
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
