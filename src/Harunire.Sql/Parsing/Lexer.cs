using System.Text;
using Harunire.Model.Errors;

namespace Harunire.Sql.Parsing;

/// <summary>Cuts a query into tokens, with the line and column of each in the user's file.</summary>
internal sealed class Lexer(string text, SourceLocation origin)
{
    private const int MaxLength = 1024 * 1024;
    private const int MaxTokens = 200_000;

    private int _at;
    private int _line;
    private int _lineStart;

    public List<Token> Read()
    {
        if (text.Length > MaxLength)
        {
            throw SqlErrors.At(origin, SqlErrors.TooLarge, $"the query has {text.Length:N0} characters; {MaxLength:N0} are allowed");
        }

        var tokens = new List<Token>();
        while (true)
        {
            SkipBlanksAndComments();
            var token = Next();
            tokens.Add(token);
            if (token.Kind == TokenKind.End)
            {
                return tokens;
            }

            if (tokens.Count > MaxTokens)
            {
                throw SqlErrors.At(token.Location, SqlErrors.TooLarge, $"the query has more than {MaxTokens:N0} words and signs");
            }
        }
    }

    private char Current => _at < text.Length ? text[_at] : '\0';

    private char Ahead => _at + 1 < text.Length ? text[_at + 1] : '\0';

    // The origin's column holds for every line: a YAML block scalar is indented throughout.
    private SourceLocation Here() => new(origin.File, Math.Max(origin.Line, 1) + _line, Math.Max(origin.Column, 1) + _at - _lineStart);

    private Token Next()
    {
        var start = Here();
        if (_at >= text.Length)
        {
            return new Token(TokenKind.End, "", start);
        }

        var c = Current;
        if (c is 'q' or 'Q' && Ahead == '\'')
        {
            return AlternativeText(start);
        }

        if (c is 'n' or 'N' && Ahead == '\'')
        {
            _at++;
            return new Token(TokenKind.Text, Quoted('\'', start), start);
        }

        if (char.IsLetter(c) || c == '_')
        {
            var begin = _at;
            while (char.IsLetterOrDigit(Current) || Current is '_' or '$' or '#')
            {
                _at++;
            }

            var word = text[begin.._at];
            return word.All(char.IsAscii)
                ? new Token(TokenKind.Word, word, start)
                : throw SqlErrors.At(start, SqlErrors.Syntax, $"'{word}' holds letters beyond ASCII: U+{(int)word.First(c => !char.IsAscii(c)):X4}", "quote the name where it really has them; keywords never do");
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Ahead)))
        {
            var number = new Token(TokenKind.Number, Number(), start);
            return Current is 'f' or 'F' or 'd' or 'D' && !(char.IsLetterOrDigit(Ahead) || Ahead is '_' or '$' or '#')
                ? throw Refusals.Refuse(start, $"{number.Text}{Current} is a BINARY_{(Current is 'f' or 'F' ? "FLOAT" : "DOUBLE")} literal, which is not supported", "leave the letter out for a NUMBER; an alias stands behind a blank")
                : number;
        }

        return c switch
        {
            '\'' => new Token(TokenKind.Text, Quoted('\'', start), start),
            '"' => new Token(TokenKind.QuotedName, Quoted('"', start), start),
            _ => Sign(start),
        };
    }

    private Token Sign(SourceLocation start)
    {
        var pair = _at + 1 < text.Length ? text.Substring(_at, 2) : "";
        if (pair is "<=" or ">=" or "<>" or "!=" or "^=" or "||")
        {
            _at += 2;
            return new Token(TokenKind.Sign, pair is "!=" or "^=" ? "<>" : pair, start);
        }

        var c = Current;
        if ("()+-*/,.<>=;:".Contains(c, StringComparison.Ordinal))
        {
            _at++;
            return new Token(TokenKind.Sign, c.ToString(), start);
        }

        throw SqlErrors.At(start, SqlErrors.Syntax, $"the character {(char.IsControl(c) || c > 126 ? $"U+{(int)c:X4}" : $"'{c}'")} is not part of Oracle's SQL", c is '\u2018' or '\u2019' or '\u201C' or '\u201D' ? "use a straight quote" : null);
    }

    private string Number()
    {
        var begin = _at;
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }

        if (Current == '.')
        {
            _at++;
            while (char.IsAsciiDigit(Current))
            {
                _at++;
            }
        }

        if (Current is 'e' or 'E' && (char.IsAsciiDigit(Ahead) || (Ahead is '+' or '-' && _at + 2 < text.Length && char.IsAsciiDigit(text[_at + 2]))))
        {
            _at += 2;
            while (char.IsAsciiDigit(Current))
            {
                _at++;
            }
        }

        return text[begin.._at];
    }

    private string Quoted(char quote, SourceLocation start)
    {
        var value = new StringBuilder();
        _at++;
        while (_at < text.Length)
        {
            if (Current == quote)
            {
                _at++;
                if (Current != quote)
                {
                    return value.ToString();
                }
            }

            value.Append(Current);
            Advance();
        }

        throw SqlErrors.At(start, SqlErrors.Syntax, quote == '"' ? "the quoted name has no closing quote" : "the text has no closing quote");
    }

    private Token AlternativeText(SourceLocation start)
    {
        _at += 2;
        var open = Current;
        var close = open switch { '[' => ']', '(' => ')', '{' => '}', '<' => '>', _ => open };
        var end = _at < text.Length ? text.IndexOf($"{close}'", _at + 1, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            throw SqlErrors.At(start, SqlErrors.Syntax, "the text has no closing quote");
        }

        _at++;
        var begin = _at;
        while (_at < end)
        {
            Advance();
        }

        _at += 2;
        return new Token(TokenKind.Text, text[begin..end], start);
    }

    private void SkipBlanksAndComments()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(Current))
            {
                Advance();
            }
            else if (Current == '-' && Ahead == '-')
            {
                while (_at < text.Length && Current != '\n')
                {
                    _at++;
                }
            }
            else if (Current == '/' && Ahead == '*')
            {
                var start = Here();
                var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw SqlErrors.At(start, SqlErrors.Syntax, "the comment has no end");
                }

                while (_at < end + 2)
                {
                    Advance();
                }
            }
            else
            {
                return;
            }
        }
    }

    private void Advance()
    {
        if (text[_at] == '\n')
        {
            _line++;
            _lineStart = _at + 1;
        }

        _at++;
    }
}
