using System.Net;

namespace Harunire.Verify.Reports;

/// <summary>Writes HTML; everything that comes from data goes through <see cref="Text"/>, which encodes it.</summary>
internal sealed class HtmlText(TextWriter output)
{
    /// <summary>Markup of our own only.</summary>
    public HtmlText Raw(string markup)
    {
        output.Write(markup);
        return this;
    }

    public HtmlText Text(string text) => Raw(WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c))));

    public HtmlText Open(string tag, string? style = null) => Raw(style is null ? $"<{tag}>" : $"<{tag} class=\"{style}\">");

    public HtmlText Close(string tag) => Raw($"</{tag}>\n");

    public HtmlText Element(string tag, string text, string? style = null) => Open(tag, style).Text(text).Raw($"</{tag}>");

    /// <param name="tag">td or th.</param>
    /// <param name="cells">Texts.</param>
    /// <param name="numbersFrom">From this cell on they are set to the right.</param>
    public HtmlText Row(string tag, IReadOnlyList<string> cells, int numbersFrom)
    {
        Raw("<tr>");
        for (var i = 0; i < cells.Count; i++)
        {
            Element(tag, cells[i], i >= numbersFrom ? "n" : null);
        }

        return Raw("</tr>\n");
    }
}
