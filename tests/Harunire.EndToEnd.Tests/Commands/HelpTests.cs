using System.CommandLine;
using Harunire.Cli.Commands;
using Harunire.Testing;

namespace Harunire.EndToEnd.Tests.Commands;

/// <summary>The help of all commands and of those below them.</summary>
public sealed class HelpTests
{
    private static readonly string Golden = Path.Combine(RepositoryPaths.Root, "tests", "testdata", "help");
    private static readonly IReadOnlyList<Command> Commands = [.. Below(CommandTree.Build())];

    [Fact]
    public void Help_OfEveryCommand_HasThreeExamplesAndExitCodes()
    {
        foreach (var command in CommandTree.Build().Subcommands)
        {
            var lines = ToolHelp.Text(command).Split('\n');
            lines[0].Should().StartWith($"Usage: harunire {command.Name}");
            Array.IndexOf(lines, "Examples:").Should().Be(4, $"examples come first in the help of {command.Name}");
            lines.Skip(5).TakeWhile(line => line.Length > 0).Should().HaveCount(3).And.OnlyContain(line => line.StartsWith("  harunire " + command.Name, StringComparison.Ordinal));
            lines.Should().Contain("Exit codes:");
        }
    }

    [Fact]
    public void Help_OfEveryCommand_IsTheTextInTestdata()
    {
        var root = CommandTree.Build();
        Dictionary<string, string> texts = Below(root).Prepend(root).ToDictionary(command => FileOf(command), ToolHelp.Text, StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable("HARUNIRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Golden);
            Array.ForEach(Directory.GetFiles(Golden), File.Delete);
            foreach (var (name, text) in texts)
            {
                File.WriteAllText(Path.Combine(Golden, name), text);
            }
        }

        Directory.GetFiles(Golden).Select(Path.GetFileName).Should().BeEquivalentTo(texts.Keys);
        foreach (var (name, text) in texts)
        {
            text.Should().Be(File.ReadAllText(Path.Combine(Golden, name)), $"it stands in tests/testdata/help/{name}");
        }
    }

    [Fact]
    public void Examples_NameFilesOfTheRepository()
    {
        // A name without a folder is the user's own, or what the example itself writes: plan.json.
        var files = Examples().SelectMany(Words).Where(word => word.Contains('/', StringComparison.Ordinal) && !word.Contains("://", StringComparison.Ordinal) && word[0] is not ('/' or '~')).Distinct(StringComparer.Ordinal).ToList();

        files.Should().HaveCountGreaterThan(2);
        files.Where(file => !IsThere(file)).Should().BeEmpty();
    }

    [Fact]
    public void Examples_AreCallsThatTheToolUnderstands()
    {
        foreach (var example in Examples())
        {
            // What stands behind an arrow is the shell's.
            CommandTree.Build().Parse([.. Words(example).TakeWhile(word => word[0] != '>')]).Errors.Should().BeEmpty($"of '{example}'");
        }
    }

    // The root's own name is that of the process that runs it.
    private static string FileOf(Command command) => string.Join(' ', Words(ToolHelp.Text(command).Split('\n')[0]).Skip(1).TakeWhile(word => word.All(char.IsAsciiLetterLower))).Replace(' ', '-') + ".txt";

    private static IEnumerable<string> Examples() => Commands.OfType<ToolCommand>().SelectMany(command => command.Examples);

    private static string[] Words(string example) => example.Split(' ');

    private static bool IsThere(string file)
    {
        var folder = Path.Combine(RepositoryPaths.Root, Path.GetDirectoryName(file)!);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, Path.GetFileName(file)).Any();
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(below => Below(below).Prepend(below));
}
