using System.Text.Json.Nodes;
using Harunire.Testing;

namespace Harunire.EndToEnd.Tests.Commands;

/// <summary><c>harunire test</c>: what passes, what differs, and what is wrong in the file.</summary>
public sealed class MappingTestTests : IDisposable
{
    private readonly BranchShop _shop = new();

    [Fact]
    public async Task Test_OfTheSampleMapping_Passes()
    {
        var folder = Path.Combine(RepositoryPaths.Root, "mappings", "customer-orders", "tests");

        var output = await _shop.DoneAsync(["test", .. Directory.GetFiles(folder, "*.test.yaml")]);

        output.Should().Contain("= sales_by_store_day: orders of one day are added up").And.Contain("3 of 3 cases passed.");
    }

    [Fact]
    public async Task Test_EachWayToDiffer_IsNamedWithItsRow()
    {
        Test("""
              - case: all wrong
                rows: { INVOICE: [ { ID: 1, BRANCH: north, TOTAL: 1.5 }, { ID: 2, BRANCH: south, TOTAL: '' } ] }
                expect:
                  - { branch: north, amount: 1.6, invoices: 1 }
                  - { branch: west, amount: 1 }
              - case: right, with NULL
                rows: { INVOICE: [ { ID: 2, BRANCH: south, TOTAL: '' } ] }
                expect: [ { branch: south, amount: '', invoices: 1 } ]
            """);

        var run = await _shop.RunAsync("test", "branch_totals.test.yaml", "-o", "json");

        run.Code.Should().Be(1, run.Error);
        var document = JsonNode.Parse(run.Output)!;
        ((int)document["failed"]!, (int)document["passed"]!).Should().Be((1, 1));
        document["cases"]![0]!["differences"]!.AsArray().Select(d => $"{d!["verdict"]} {d["key"]} {d["column"]} {d["expected"]} {d["actual"]}").Should().Equal(
            "different branch=north amount 1.6 1.5", "missing branch=west  a row ", "extra branch=south   a row");
    }

    [Theory]
    [InlineData("      - case: a\n    rows: { INVOICES: [] }\n    expect: []", "did you mean INVOICE?")]
    [InlineData("      - case: a\n    rows: { INVOICE: [ { ID: 1, TOTL: 1 } ] }\n    expect: []", "did you mean TOTAL?")]
    [InlineData("      - case: a\n    rows: { INVOICE: [ { ID: 1, TOTAL: much } ] }\n    expect: []", "'much' is no NUMBER(12,2)")]
    [InlineData("      - case: a\n    rows: { INVOICE: [ { TOTAL: 1 } ] }\n    expect: []", "which is its key")]
    [InlineData("      - case: a\n    rows: { INVOICE: [ { ID: 1 } ] }", "has no 'expect'")]
    [InlineData("      - case: a\n    expect: [ { branch: x, amont: 1 } ]", "did you mean amount?")]
    [InlineData("      - case: a\n    expect: [ { amount: 1 } ]", "which is in the result's key")]
    [InlineData("      - case: a\n    delete: { INVOICE: [ { ID: 9 } ] }\n    expect: []", "no row of INVOICE with this key")]
    [InlineData("      - case: a\n    rows: { INVOICE: [ { ID: 1, total: 1, TOTAL: 2 } ] }\n    expect: []", "the column TOTAL stands here a second time")]
    [InlineData("      - case: a\n    expect: [ { branch: x, amount: 1, AMOUNT: 2 } ]", "the column AMOUNT stands here a second time")]
    public async Task Test_MistakeInTheFile_IsNamedWithItsPlace(string cases, string expected)
    {
        Test(cases[4..]);

        var run = await _shop.RunAsync("test", "branch_totals.test.yaml");

        run.Code.Should().Be(2, run.Output);
        run.Error.Should().MatchRegex(@"branch_totals\.test\.yaml:\d+:\d+: error HAR").And.Contain(expected);
        run.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Test_OfAQueryWithAMistake_NamesThePlaceInTheMapping()
    {
        _shop.Write("branch_totals.yaml", File.ReadAllText(_shop.In("branch_totals.yaml")).Replace("i.total", "i.totl", StringComparison.Ordinal));

        var run = await _shop.RunAsync("test", "branch_totals.test.yaml");

        run.Code.Should().Be(2);
        run.Error.Should().Contain("branch_totals.yaml:3:").And.Contain("did you mean TOTAL?");
    }

    public void Dispose() => _shop.Dispose();

    private void Test(string cases) => _shop.Write("branch_totals.test.yaml", BranchShop.TestHead + cases);
}
