using Harunire.EndToEnd.Tests.Commands;

namespace Harunire.EndToEnd.Tests;

/// <summary>The demo as a user runs it.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-demo-test-").FullName;

    [Fact]
    public async Task Demo_RunToTheEnd_FindsThePlantedFaultAndEndsGreen()
    {
        var (code, output, error) = await RunAsync("demo", "--dir", Path.Combine(_folder, "demo"));
        code.Should().Be(0, error);
        output.Should().Contain("the legacy code rounds each row to 2 decimals before the SUM (explains 84 of 84 failing keys)");
        output.Should().Contain("All 2,291 keys of 9 mappings agree");
        File.ReadAllText(Path.Combine(_folder, "demo", "report-first.html")).Should().Contain("sales_tax_by_store_month");
        File.Exists(Path.Combine(_folder, "demo", "report-second.html")).Should().BeTrue();
    }

    [Theory]
    [InlineData(2, "HAR8001", "plna")]
    [InlineData(2, "HAR2001", "plan", "nowhere.yaml")]
    [InlineData(2, "HAR8005", "explain", "HAR1234567")]
    [InlineData(2, "HAR8002", "config", "show", "--set", "captur.poll=1s")]
    [InlineData(4, "HAR8007", "demo", "--dir", "/")]
    public async Task Command_WithAMistake_NamesItAndEndsWithItsExitCode(int expected, string code, params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(arguments);
        exit.Should().Be(expected, error);
        error.Should().Contain(code).And.NotContain("   at ");
        output.Should().BeEmpty();
    }

    [Fact]
    public async Task Command_Mistyped_IsOneErrorWithTheNearest()
    {
        var (_, _, error) = await RunAsync("staus", "migration.yaml");

        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal(
            "error HAR8001: Unrecognized command or argument 'staus'.", "  did you mean 'status' instead of 'staus'?", "  'harunire --help' shows the usage. Nothing was touched.");
    }

    [Fact]
    public async Task Format_OfNoLikeness_ListsAll()
    {
        var (_, _, error) = await RunAsync("explain", "-o", "xml");

        error.Should().Contain("there are: text, json, ndjson, csv, md");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var run = await ToolRun.EndAsync(ToolRun.Start(_folder, new Dictionary<string, string>(), arguments));
        return (run.Code, run.Output, run.Error);
    }
}
