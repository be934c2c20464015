using Harunire.Model.Errors;

namespace Harunire.Sql.Syntax;

/// <summary>A name. Oracle folds unquoted names to upper case; names are compared without case here unless both sides are quoted.</summary>
/// <param name="Text">As written, without quotes.</param>
public sealed record Identifier(SourceLocation Location, string Text, bool IsQuoted)
{
    public bool Matches(string name) =>
        string.Equals(Text, name, IsQuoted ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    public override string ToString() => IsQuoted ? $"\"{Text}\"" : Text;
}
