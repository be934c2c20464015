using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Harunire.Cli.Planning;

/// <summary>The text of a set-up script: comments, and statements that end with a semicolon, as sqlite3, SQLcl and cqlsh read them.</summary>
internal static partial class ScriptText
{
    private const string Mark = "-- statements ";

    public static string Write(string name, SetupSide side, string migration, IReadOnlyList<string> statements)
    {
        var text = new StringBuilder();
        text.Append("-- ").Append(name).Append(": sets up the ").Append(side == SetupSide.Source ? "source" : "result tables").Append(" of the migration ").Append(migration).Append(".\n");
        text.Append("-- Written by 'harunire plan'. 'harunire apply' runs it once, as it stands, and remembers its checksum:\n");
        text.Append("-- change it before it was applied, never after.\n");
        text.Append(Mark).Append(Digest(statements)).Append("\n\n");
        foreach (var statement in statements)
        {
            text.Append(statement.Trim().TrimEnd(';')).Append(";\n");
        }

        return text.ToString();
    }

    /// <summary>SHA-256, in hex; a change of line ends does not change it.</summary>
    public static string Checksum(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));

    /// <summary>True where nobody changed the statements that <see cref="Write"/> wrote.</summary>
    public static bool IsAsWritten(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal)) is { } line
        && line[Mark.Length..].Trim() == Digest(Split(text));

    /// <summary>The statements, without what stands between them. A trigger ends with its END, as sqlite3_complete has it.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        text = text.ReplaceLineEndings("\n");
        var statements = new List<string>();
        var start = SkipBlank(text, 0);
        for (var at = start; at < text.Length;)
        {
            if (text[at] == ';' && IsEnd(text[start..at]))
            {
                Add(statements, text[start..at]);
                at = start = SkipBlank(text, at + 1);
                continue;
            }

            at = Next(text, at);
        }

        Add(statements, text[start..]);
        return statements;
    }

    private static void Add(List<string> statements, string text)
    {
        if (text.Trim() is { Length: > 0 } statement)
        {
            statements.Add(statement);
        }
    }

    // Over a quoted text or a comment in one go: a semicolon in them ends nothing.
    private static int Next(string text, int at) => text[at] switch
    {
        '\'' or '"' or '`' => After(text, at + 1, text[at].ToString()),
        '-' when at + 1 < text.Length && text[at + 1] == '-' => After(text, at, "\n"),
        '/' when at + 1 < text.Length && text[at + 1] == '*' => After(text, at + 2, "*/"),
        _ => at + 1,
    };

    private static int SkipBlank(string text, int at)
    {
        while (at < text.Length)
        {
            var isComment = at + 1 < text.Length && ((text[at] == '-' && text[at + 1] == '-') || (text[at] == '/' && text[at + 1] == '*'));
            if (!isComment && !char.IsWhiteSpace(text[at]) && text[at] != ';')
            {
                break;
            }

            at = isComment ? Next(text, at) : at + 1;
        }

        return at;
    }

    private static int After(string text, int from, string end) =>
        from < text.Length && text.IndexOf(end, from, StringComparison.Ordinal) is var found and >= 0 ? found + end.Length : text.Length;

    private static bool IsEnd(string statement) => !Trigger().IsMatch(statement) || TriggerEnd().IsMatch(statement);

    private static string Digest(IReadOnlyList<string> statements) => Checksum(string.Join(";\n", statements.Select(s => s.Trim().TrimEnd(';'))))[..16];

    [GeneratedRegex(@"^CREATE\s+(TEMP\s+|TEMPORARY\s+)?TRIGGER\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Trigger();

    [GeneratedRegex(@";\s*END\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex TriggerEnd();
}
