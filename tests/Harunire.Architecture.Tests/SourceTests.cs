using System.Text.RegularExpressions;

namespace Harunire.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int MostLines = 400;

    [Fact]
    public void Namespace_IsTheFolder()
    {
        var offenders = SourceTree.Sources.Select(path => (Path: SourceTree.Relative(path), Match: FileNamespace().Match(File.ReadAllText(path))))
            .Where(file => file.Match.Success && file.Match.Groups["name"].Value != Expected(file.Path))
            .Select(file => $"{file.Path}: {file.Match.Groups["name"].Value}");
        offenders.Should().BeEmpty();
    }

    [Fact]
    public void Files_AreNoLongerThanTheLimit()
    {
        SourceTree.Sources.Select(path => (Path: SourceTree.Relative(path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > MostLines)
            .Should().BeEmpty();
    }

    [Fact]
    public void Sources_HoldNothingUnfinished()
    {
        SourceTree.Sources.Where(path => Unfinished().IsMatch(File.ReadAllText(path))).Select(SourceTree.Relative).Should().BeEmpty();
    }

    private static string Expected(string path) => string.Join('.', path.Split('/')[1..^1]);

    [GeneratedRegex(@"^namespace (?<name>[A-Za-z0-9_.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileNamespace();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished();
}
