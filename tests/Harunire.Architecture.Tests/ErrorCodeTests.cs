using System.Text.RegularExpressions;

namespace Harunire.Architecture.Tests;

public sealed partial class ErrorCodeTests
{
    private static readonly List<(string File, string Property, string Code, string Title, string Explanation)> Codes =
        [.. SourceTree.Sources.Where(IsErrorClass).SelectMany(path => Definition().Matches(File.ReadAllText(path)).Select(m =>
            (SourceTree.Relative(path), m.Groups["property"].Value, m.Groups["code"].Value, m.Groups["title"].Value, m.Groups["explanation"].Value)))];

    [Fact]
    public void Codes_AreAllDefinedInTheOneForm()
    {
        var literals = SourceTree.Sources.Where(IsErrorClass).SelectMany(path => CodeLiteral().Matches(File.ReadAllText(path)).Select(m => m.Groups["code"].Value));
        Codes.Select(c => c.Code).Should().BeEquivalentTo(literals);
        Codes.Should().HaveCountGreaterThan(40);
    }

    [Fact]
    public void Codes_AreUnique()
    {
        Codes.GroupBy(c => c.Code).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(c => c.File))}").Should().BeEmpty();
    }

    [Fact]
    public void Codes_AreExplained()
    {
        Codes.Where(c => c.Title.Length < 5 || c.Explanation.Length < 20).Select(c => c.Code).Should().BeEmpty();
    }

    [Fact]
    public void Codes_StandInTheListOfTheirClass()
    {
        foreach (var file in Codes.GroupBy(c => c.File))
        {
            var list = AllList().Match(SourceTree.Read(file.Key)).Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            list.Should().BeEquivalentTo(file.Select(c => c.Property), "{0} lists its codes in All", file.Key);
        }
    }

    private static bool IsErrorClass(string path) => ErrorClass().IsMatch(File.ReadAllText(path));

    [GeneratedRegex(@"IReadOnlyList<ErrorCode> All\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ErrorClass();

    [GeneratedRegex(@"new(\s+ErrorCode)?\(\s*""(?<code>HAR\d{4})""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeLiteral();

    [GeneratedRegex(@"public static ErrorCode (?<property>\w+) \{ get; \} =\s*new(\s+ErrorCode)?\(\s*""(?<code>HAR\d{4})"",\s*ErrorCategory\.\w+,\s*""(?<title>([^""\\]|\\.)*)"",\s*""(?<explanation>([^""\\]|\\.)*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Definition();

    [GeneratedRegex(@"IReadOnlyList<ErrorCode> All( \{ get; \} =|\s*=>)\s*\[(?<names>[^\]]*)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AllList();
}
