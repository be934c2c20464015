using System.Text.RegularExpressions;
using Harunire.Testing;

namespace Harunire.Architecture.Tests;

public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("capture")]
    [InlineData("stream")]
    [InlineData("run")]
    [InlineData("verify")]
    [InlineData("status")]
    [InlineData("test")]
    [InlineData("doctor")]
    [InlineData("topic list")]
    [InlineData("topic peek")]
    [InlineData("config show")]
    [InlineData("config schema")]
    [InlineData("completion")]
    [InlineData("registry")]
    [InlineData("explain")]
    public void Command_HasItsSection(string command)
    {
        SourceTree.Read("docs/commands.md").Should().Contain($"## `harunire {command}`");
    }

    [Fact]
    public void EveryCommandOfTheTool_IsDocumented()
    {
        var text = SourceTree.Read("docs/commands.md");
        var commands = SourceTree.Sources.SelectMany(path => NewCommand().Matches(File.ReadAllText(path)).Select(m => m.Groups["name"].Value)).Distinct(StringComparer.Ordinal);
        commands.Should().HaveCountGreaterThan(10);
        commands.Where(name => !Regex.IsMatch(text, $@"^## `harunire [a-z ]*\b{Regex.Escape(name)}\b", RegexOptions.Multiline, TimeSpan.FromSeconds(1))).Should().BeEmpty();
    }

    [Fact]
    public void Settings_StandInTheTable()
    {
        var text = SourceTree.Read("docs/commands.md");
        var keys = SettingKey().Matches(SourceTree.Read("src/Harunire.Cli/Settings/SettingKey.cs")).Select(m => m.Groups["name"].Value).ToList();
        keys.Should().NotBeEmpty();
        keys.Where(key => !text.Contains($"| `{key}` |", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Functions_StandInTheDocs()
    {
        var words = Words("docs/sql.md");
        var functions = FunctionName().Matches(SourceTree.Read("src/Harunire.Sql/Functions/FunctionCatalog.cs")).Select(m => m.Groups["name"].Value).ToList();
        functions.Should().HaveCountGreaterThan(30);
        functions.Where(name => !words.Contains(name)).Should().BeEmpty();
    }

    [Fact]
    public void RefusedWords_StandInTheDocs()
    {
        var words = Words("docs/sql.md");
        var refused = RefusedWord().Matches(SourceTree.Read("src/Harunire.Sql/Parsing/Refusals.cs")).Select(m => m.Groups["name"].Value).ToList();
        refused.Should().HaveCountGreaterThan(20);
        refused.Where(name => !words.Contains(name)).Should().BeEmpty();
    }

    [Fact]
    public void SqliteTypes_StandInTheDocs()
    {
        var text = SourceTree.Read("docs/sqlite-source.md");
        var types = TypeName().Matches(SourceTree.Read("src/Harunire.Capture/Sqlite/SqliteTypeNames.cs")).Select(m => m.Groups["name"].Value).ToList();
        types.Should().HaveCountGreaterThan(25);
        types.Where(name => !Regex.IsMatch(text, $@"\b{name}\b", RegexOptions.None, TimeSpan.FromSeconds(1))).Should().BeEmpty();
    }

    [Fact]
    public void Links_LeadToFiles()
    {
        var broken = Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(RepositoryPaths.Root, "README.md"))
            .SelectMany(path => Link().Matches(File.ReadAllText(path)).Select(m => (Path: path, Target: m.Groups["target"].Value)))
            .Where(link => !link.Target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(link.Path)!, link.Target)))
            .Select(link => $"{SourceTree.Relative(link.Path)}: {link.Target}");
        broken.Should().BeEmpty();
    }

    [Fact]
    public void ErrorTexts_NameDocsThatExist()
    {
        SourceTree.Sources.SelectMany(path => DocsPath().Matches(File.ReadAllText(path)).Select(m => m.Value)).Distinct(StringComparer.Ordinal)
            .Where(path => !File.Exists(Path.Combine(RepositoryPaths.Root, path))).Should().BeEmpty();
    }

    private static HashSet<string> Words(string file) => Word().Matches(SourceTree.Read(file)).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"new\s+(Tool)?Command\(\s*""(?<name>[a-z-]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NewCommand();

    [GeneratedRegex(@"new\(""(?<name>[a-z.*]+)"",", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingKey();

    [GeneratedRegex(@"(FunctionDefinition|\s)\(""(?<name>[A-Z_0-9]+)"",", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\[""(?<name>[A-Z_]+)""\] =", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RefusedWord();

    [GeneratedRegex(@"""(?<name>[A-Z][A-Z0-9 ]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"docs/[a-z0-9-]+\.md", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DocsPath();

    [GeneratedRegex(@"[A-Z][A-Z_0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
