using Harunire.Model.Values;

namespace Harunire.Engine.Operators;

/// <summary>CHAR against CHAR ignores trailing blanks; blanks alone are not NULL.</summary>
internal static class PaddedText
{
    /// <summary>Equal for texts that are equal but for trailing blanks; NULL stays.</summary>
    public static Datum Trim(in Datum value) =>
        value.IsNull ? value : Datum.FromText(value.AsText.TrimEnd(' ') is { Length: > 0 } text ? text : " ");
}
