using System.Collections;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Verification;

/// <summary>Colours for a terminal.</summary>
internal sealed class AnsiStyle : ITextStyle
{
    private AnsiStyle()
    {
    }

    /// <summary>Plain where output is redirected, NO_COLOR is set and not empty (https://no-color.org), or TERM is dumb.</summary>
    /// <param name="redirected">True: nobody looks at a terminal.</param>
    /// <param name="variables">The process's environment.</param>
    public static ITextStyle Choose(bool redirected, IDictionary variables) =>
        redirected || variables["NO_COLOR"] is string { Length: > 0 } || variables["TERM"] is "dumb" ? PlainStyle.Instance : new AnsiStyle();

    public string Heading(string text) => Mark("1", text);

    public string Good(string text) => Mark("32", text);

    public string Bad(string text) => Mark("1;31", text);

    public string Dim(string text) => Mark("2", text);

    private static string Mark(string code, string text) => text.Length == 0 ? text : $"\e[{code}m{text}\e[0m";
}
