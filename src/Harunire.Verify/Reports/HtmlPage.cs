using System.Text;

namespace Harunire.Verify.Reports;

/// <summary>The frame of a page: styles inside, no scripts, nothing fetched.</summary>
internal static class HtmlPage
{
    public static void Begin(HtmlText html, string title)
    {
        html.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.Element("title", title).Raw("<style>\n").Raw(Style()).Raw("</style></head>\n<body><main>\n");
    }

    public static void End(HtmlText html) => html.Raw("</main></body></html>\n");

    private static string Style()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
