using Harunire.Testing;

namespace Harunire.EndToEnd.Tests.Documents;

/// <summary>The pages' own commands, run as they stand.</summary>
public sealed class PageTests
{
    /// <summary>Before a block of the README that is not run, with the reason.</summary>
    private const string NotRun = "<!-- not run by the tests: ";

    [Fact]
    public async Task FirstMigration_TypedFromTheTop_PrintsWhatThePageShows()
    {
        Assert.SkipUnless(IsOnPath("sqlite3"), "sqlite3, SQLite's command line, is not on this machine");
        using var session = new ConsoleSession();
        var ran = 0;
        foreach (var block in MarkdownBlock.Of(Path.Combine(RepositoryPaths.Root, "docs", "first-migration.md")))
        {
            ran += await session.PlayAsync(block);
        }

        ran.Should().BeGreaterThan(15);
    }

    [Fact]
    public async Task Readme_EachCommand_EndsWithZero()
    {
        using var session = new ConsoleSession();
        var ran = 0;
        foreach (var block in MarkdownBlock.Of(Path.Combine(RepositoryPaths.Root, "README.md")).Where(block => block.Kind == "console" && !block.Before.StartsWith(NotRun, StringComparison.Ordinal)))
        {
            // In the README the tool is called as it lies in the checkout; its output is not shown.
            ran += await session.PlayAsync(block with { Lines = [.. block.Lines.SelectMany(line => new[] { "$ " + line.Replace("./harunire", "harunire", StringComparison.Ordinal), "..." })] });
        }

        ran.Should().BePositive();
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
