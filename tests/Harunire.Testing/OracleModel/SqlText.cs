using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>Parses the queries of a polling reader. What it does not know is ORA-00900: nothing is answered by guess.</summary>
internal sealed partial class SqlText
{
    private static readonly HashSet<string> Clauses = new(StringComparer.OrdinalIgnoreCase) { "WHERE", "GROUP", "ORDER", "FETCH", "JOIN", "LEFT", "ON", "AS", "VERSIONS", "FROM" };
    private readonly List<string> _tokens;
    private readonly List<string> _binds = [];
    private int _next;

    private SqlText(string text)
    {
        _tokens = [.. Token().Matches(text).Select(m => m.Value)];
        if (string.Concat(_tokens) != Blank().Replace(text, m => m.Value.StartsWith('\'') || m.Value.StartsWith('"') ? m.Value : ""))
        {
            throw Invalid("a character that it does not know");
        }
    }

    /// <summary>The query and its parameters' names in the text's order.</summary>
    public static (SqlSelect Query, IReadOnlyList<string> Binds) Parse(string text)
    {
        var parser = new SqlText(text);
        var query = parser.Select();
        return parser._next == parser._tokens.Count ? (query, parser._binds) : throw parser.Invalid("more text behind its end");
    }

    private SqlSelect Select()
    {
        Expect("SELECT");
        var isDistinct = Take("DISTINCT");
        var names = new List<string?>();
        var items = List(() => Item(names));
        Expect("FROM");
        var from = new List<SqlSource> { Source(isLeft: false, isFirst: true) };
        while (Is("JOIN") || Is("LEFT"))
        {
            var isLeft = Take("LEFT");
            Expect("JOIN");
            from.Add(Source(isLeft, isFirst: false));
        }

        var where = Take("WHERE") ? Condition() : null;
        var groupBy = Take("GROUP") ? By() : [];
        var orderBy = Take("ORDER") ? By() : [];
        SqlNode? fetch = null;
        if (Take("FETCH"))
        {
            Expect("FIRST");
            fetch = Expression();
            Expect("ROWS");
            Expect("ONLY");
        }

        return new SqlSelect(isDistinct, items, names, from, where, groupBy, orderBy, fetch);
    }

    private SqlNode Item(List<string?> names)
    {
        var item = Expression();
        names.Add(Take("AS") ? Name() : null);
        return item;
    }

    private List<SqlNode> By()
    {
        Expect("BY");
        return List(Expression);
    }

    private SqlSource Source(bool isLeft, bool isFirst)
    {
        string? owner = null, name = null;
        SqlSelect? query = null;
        SqlNode? asOf = null, low = null, high = null;
        if (Take("("))
        {
            query = Select();
            Expect(")");
        }
        else
        {
            name = Name();
            if (Take("."))
            {
                (owner, name) = (name, Name());
            }

            if (Take("AS"))
            {
                Expect("OF");
                Expect("SCN");
                asOf = Expression();
            }
            else if (Take("VERSIONS"))
            {
                Expect("BETWEEN");
                Expect("SCN");
                low = Expression();
                Expect("AND");
                high = Expression();
            }
        }

        var alias = _next < _tokens.Count && char.IsAsciiLetter(_tokens[_next][0]) && !Clauses.Contains(_tokens[_next]) ? Name() : null;
        SqlNode? on = null;
        if (!isFirst)
        {
            Expect("ON");
            on = Condition();
        }

        return new SqlSource(owner, name, query, alias, asOf, low, high, isLeft, on);
    }

    private SqlNode Condition()
    {
        var left = Conjunction();
        while (Take("OR"))
        {
            left = new SqlBinary("OR", left, Conjunction());
        }

        return left;
    }

    private SqlNode Conjunction()
    {
        var left = Comparison();
        while (Take("AND"))
        {
            left = new SqlBinary("AND", left, Comparison());
        }

        return left;
    }

    private SqlNode Comparison()
    {
        if (Is("("))
        {
            var start = (_next, _binds.Count);
            try
            {
                _next++;
                var inner = Condition();
                Expect(")");
                return inner;
            }
            catch (OracleError)
            {
                _next = start._next;
                _binds.RemoveRange(start.Count, _binds.Count - start.Count);
            }
        }

        var left = Expression();
        if (Take("IS"))
        {
            var isNegated = Take("NOT");
            Expect("NULL");
            return new SqlIsNull(left, isNegated);
        }

        if (Take("IN"))
        {
            Expect("(");
            var items = List(Expression);
            Expect(")");
            return new SqlIn(left, items);
        }

        var sign = _tokens[_next++];
        return sign is "=" or "<" or ">" or "<=" or ">=" or "<>" ? new SqlBinary(sign, left, Expression()) : throw Invalid($"'{sign}' where a comparison should be");
    }

    private SqlNode Expression()
    {
        var left = Factor();
        while (Is("+") || Is("-"))
        {
            left = new SqlBinary(_tokens[_next++], left, Factor());
        }

        return left;
    }

    private SqlNode Factor()
    {
        var left = Primary();
        while (Is("/"))
        {
            left = new SqlBinary(_tokens[_next++], left, Primary());
        }

        return left;
    }

    private SqlNode Primary()
    {
        var token = _tokens[_next];
        switch (token[0])
        {
            case '\'':
                _next++;
                return new SqlLiteral(Datum.FromText(token[1..^1].Replace("''", "'", StringComparison.Ordinal)));
            case ':':
                _next++;
                _binds.Add(token[1..]);
                return new SqlBind(_binds.Count - 1);
            case >= '0' and <= '9':
                _next++;
                return new SqlLiteral(Datum.FromNumber(OracleNumber.Parse(token)));
            case '*':
                _next++;
                return new SqlLiteral(null);
        }

        var name = Name();
        if (Take("."))
        {
            return new SqlName(name, Name());
        }

        if (!Take("("))
        {
            return new SqlName(null, name);
        }

        var arguments = Is(")") ? [] : List(Expression);
        Expect(")");
        return new SqlCall(name.ToUpperInvariant(), arguments);
    }

    private List<SqlNode> List(Func<SqlNode> item)
    {
        var items = new List<SqlNode> { item() };
        while (Take(","))
        {
            items.Add(item());
        }

        return items;
    }

    private string Name()
    {
        var token = _tokens[_next++];
        return token[0] == '"' ? token[1..^1] : char.IsAsciiLetter(token[0]) ? token.ToUpperInvariant() : throw Invalid($"'{token}' where a name should be");
    }

    private bool Is(string word) => _next < _tokens.Count && string.Equals(_tokens[_next], word, StringComparison.OrdinalIgnoreCase);

    private bool Take(string word)
    {
        var found = Is(word);
        _next += found ? 1 : 0;
        return found;
    }

    private void Expect(string word)
    {
        if (!Take(word))
        {
            throw Invalid($"'{(_next < _tokens.Count ? _tokens[_next] : "the end")}' where {word} should be");
        }
    }

    private OracleError Invalid(string what) => new(900, string.Create(CultureInfo.InvariantCulture, $"invalid SQL statement: the model found {what} at token {_next}: {string.Join(' ', _tokens)}"));

    [GeneratedRegex("""'(?:[^']|'')*'|"[^"]*"|:\w+|[A-Za-z][\w$#]*|\d+|<=|>=|<>|[=<>(),.*/+-]""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("""'(?:[^']|'')*'|"[^"]*"|\s+""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blank();
}
