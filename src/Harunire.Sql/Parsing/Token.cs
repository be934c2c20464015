using Harunire.Model.Errors;

namespace Harunire.Sql.Parsing;

/// <summary>A word, literal or sign of the query.</summary>
/// <param name="Text">Words as written; texts and quoted names without quotes.</param>
internal readonly record struct Token(TokenKind Kind, string Text, SourceLocation Location)
{
    public bool Is(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(string sign) => Kind == TokenKind.Sign && Text == sign;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the query",
        TokenKind.Text => $"the text '{Shorten(Text)}'",
        _ => $"'{Shorten(Text)}'",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}

internal enum TokenKind
{
    End,
    Word,
    QuotedName,
    Number,
    Text,
    Sign,
}
