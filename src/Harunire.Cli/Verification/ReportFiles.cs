using System.Text;
using Harunire.Cli.Output;
using Harunire.Model.Errors;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Verification;

/// <summary>Writes a report into files, one a format.</summary>
internal static class ReportFiles
{
    /// <summary>Names of formats, in the order in which help lists them.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["html", "json", "junit", "csv", "md", "text"];

    /// <summary>The writer of a format; HAR8001 for an unknown one.</summary>
    public static IReportWriter Writer(string format, ITextStyle? style = null) => format switch
    {
        "html" => new HtmlReportWriter(),
        "json" => new JsonReportWriter(),
        "junit" => new JUnitReportWriter(),
        "csv" => new CsvReportWriter(),
        "md" => new MarkdownReportWriter(),
        "text" => new TextReportWriter(style),
        _ => throw new HarunireException(CliErrors.BadUsage, $"there is no report format '{format}'", hint: $"there are: {string.Join(", ", Formats)}"),
    };

    /// <param name="path">A file where it ends like a format does (.html, .json, .junit.xml, .csv, .md, .txt); else a folder.</param>
    /// <param name="formats">Empty: the one that the file's ending names, HTML in a folder. With several, only the ending of a file changes.</param>
    /// <returns>The files, in the order of the formats.</returns>
    public static IReadOnlyList<string> Write(VerificationReport report, string path, IReadOnlyList<string> formats)
    {
        var named = Formats.FirstOrDefault(f => path.EndsWith(Writer(f).FileExtension, StringComparison.OrdinalIgnoreCase))
            ?? (path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? "junit" : null);
        if (formats.Count == 0)
        {
            formats = [named ?? "html"];
        }

        var writers = formats.Distinct(StringComparer.Ordinal).Select(f => (Format: f, Writer: Writer(f))).ToList();
        var stem = named is null ? Path.Combine(path, "verification-" + FileName(report.Job)) : path[..^Ending(path, named).Length];
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(stem))!);
        var files = new List<string>();
        foreach (var (format, writer) in writers)
        {
            var file = format == named ? path : stem + writer.FileExtension;
            using var text = new StringWriter();
            writer.Write(report, text);
            File.WriteAllText(file, SecretMask.Apply(text.ToString()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            files.Add(file);
        }

        return files;
    }

    private static string Ending(string path, string format) =>
        Writer(format).FileExtension is var extension && path.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? extension : Path.GetExtension(path);

    private static string FileName(string job) => string.Concat(job.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
}
