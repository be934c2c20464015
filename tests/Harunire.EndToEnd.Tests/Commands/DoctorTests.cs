using System.Text.Json.Nodes;

namespace Harunire.EndToEnd.Tests.Commands;

/// <summary>What <c>doctor</c> finds in a shop that is set up step by step, and in one that is broken.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly BranchShop _shop = new();

    [Fact]
    public async Task Doctor_BeforeAndAfterApply_TellsWhatIsMissing()
    {
        var before = _shop.Contents();
        var early = await ProblemsAsync(1);
        early.Should().HaveCount(2).And.Contain(problem => problem.StartsWith("source", StringComparison.Ordinal)).And.Contain(problem => problem.StartsWith("results branch_totals", StringComparison.Ordinal));
        _shop.Contents().Should().Equal(before, "a doctor writes nothing");

        await _shop.DoneAsync("apply", BranchShop.Migration);
        (await ProblemsAsync(0)).Should().BeEmpty();
        (await _shop.DoneAsync("doctor", BranchShop.Migration)).Should().Contain("is there, without a result yet").And.Contain("there are none yet").And.Contain("Next: harunire run");
        await _shop.DoneAsync("run", BranchShop.Migration, "--once");
        (await _shop.DoneAsync("doctor", BranchShop.Migration)).Should().Contain("is as of SCN").And.Contain("3 topics");
    }

    [Fact]
    public async Task Doctor_WithABrokenSource_StillLooksAtTheOtherParts()
    {
        await _shop.DoneAsync("apply", BranchShop.Migration);
        await _shop.DoneAsync("run", BranchShop.Migration, "--once");
        File.WriteAllText(_shop.In("shop.db"), new string('x', 5000));

        var problems = await ProblemsAsync(1);

        problems.Should().Contain(problem => problem.StartsWith("source", StringComparison.Ordinal) && problem.Contains("HAR3006", StringComparison.Ordinal));
        (await _shop.RunAsync("doctor", BranchShop.Migration)).Output.Should().Contain("3 topics").And.Contain("can be reached");
    }

    [Fact]
    public async Task Doctor_WithoutTheLegacyTable_NamesItAndTheNearest()
    {
        await _shop.DoneAsync("apply", BranchShop.Migration);
        File.WriteAllText(_shop.In("branch_totals.yaml"), File.ReadAllText(_shop.In("branch_totals.yaml")).Replace("legacy: ", "legacy: no_", StringComparison.OrdinalIgnoreCase));

        (await ProblemsAsync(1)).Should().ContainSingle().Which.Should().StartWith("legacy");
    }

    public void Dispose() => _shop.Dispose();

    private async Task<List<string>> ProblemsAsync(int exit)
    {
        var run = await _shop.RunAsync("doctor", BranchShop.Migration, "-o", "json");
        run.Code.Should().Be(exit, run.Error + run.Output);
        var document = JsonNode.Parse(run.Output)!;
        var problems = document["findings"]!.AsArray().Where(finding => (string)finding!["state"]! == "problem")
            .Select(finding => $"{finding!["area"]} {finding["subject"]}: {finding["message"]}").ToList();
        problems.Should().HaveCount((int)document["problems"]!);
        return problems;
    }
}
