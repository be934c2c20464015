using System.Text.Json;
using Harunire.Cli.Output;
using Harunire.Testing;

namespace Harunire.EndToEnd.Tests.Commands;

/// <summary>What commands write on stdout: documents that fit their schemas, tables, and nothing else.</summary>
public sealed class OutputTests(ReadyShop ready) : IClassFixture<ReadyShop>
{
    private readonly BranchShop _shop = ready.Shop;

    [Fact]
    public async Task EveryCommand_WithJson_WritesADocumentThatFitsItsSchema()
    {
        string[][] calls =
        [
            ["plan", BranchShop.Migration],
            ["apply", BranchShop.Migration],
            ["apply", BranchShop.Migration, "--dry-run"],
            ["capture", BranchShop.Migration, "--once"],
            ["stream", BranchShop.Migration, "--once"],
            ["run", BranchShop.Migration, "--once"],
            ["verify", BranchShop.Migration],
            ["status", BranchShop.Migration],
            ["test", "branch_totals.test.yaml"],
            ["doctor", BranchShop.Migration],
            ["topic", "list", BranchShop.Migration],
            ["topic", "peek", BranchShop.Migration, "br.invoice"],
            ["config", "show"],
            ["config", "schema"],
            ["explain"],
            ["explain", "HAR8501"],
        ];
        foreach (var call in calls)
        {
            using var document = JsonDocument.Parse(await _shop.DoneAsync([.. call, "-o", "json"]));
            document.RootElement.EnumerateObject().Select(p => p.Name).Take(3).Should().Equal(["harunire", "kind", "runId"], $"of '{string.Join(' ', call)}'");
            var kind = document.RootElement.GetProperty("kind").GetString()!;
            using var schema = JsonDocument.Parse(DocumentSchemas.Find(kind)!);
            SchemaCheck.Validate(schema.RootElement, document.RootElement).Should().BeEmpty($"of '{string.Join(' ', call)}'");
        }
    }

    [Fact]
    public void Schemas_AreThereForEachKind() =>
        DocumentSchemas.Kinds.Should().OnlyContain(kind => DocumentSchemas.Find(kind) != null).And.Contain(["plan", "status", "verification", "certificate", "mapping"]);

    [Fact]
    public async Task Certificate_OfAVerification_FitsItsSchema()
    {
        await _shop.DoneAsync("verify", BranchShop.Migration, "--certify", "1", "--report", "signed");

        using var certificate = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_shop.In("signed"), "certificate-branches.json"), TestContext.Current.CancellationToken));
        using var schema = JsonDocument.Parse(DocumentSchemas.Find("certificate")!);
        SchemaCheck.Validate(schema.RootElement, certificate.RootElement).Should().BeEmpty();
        certificate.RootElement.GetProperty("mappings")[0].GetProperty("windows").GetArrayLength().Should().Be(1, "an empty list would fit any schema of its items");
    }

    [Fact]
    public async Task Status_AsTables_HasOneRowAMapping()
    {
        (await _shop.DoneAsync("status", BranchShop.Migration, "-o", "csv")).Split('\n')[0].Should().Be("mapping,scn,behind,version,quarantined");
        (await _shop.DoneAsync("status", BranchShop.Migration, "-o", "md")).Split('\n')[2].Should().StartWith("| branch_totals |");
        var lines = (await _shop.DoneAsync("topic", "peek", BranchShop.Migration, "br.invoice", "-o", "ndjson")).TrimEnd().Split('\n');
        lines.Should().HaveCount(3);
        foreach (var line in lines)
        {
            using var record = JsonDocument.Parse(line);
            record.RootElement.GetProperty("kind").GetString().Should().Be("records");
        }
    }

    [Fact]
    public async Task Verify_AsLines_HasOneLineAMapping()
    {
        var line = (await _shop.DoneAsync("verify", BranchShop.Migration, "-o", "ndjson")).TrimEnd().Split('\n').Should().ContainSingle().Subject;
        using var mapping = JsonDocument.Parse(line);
        mapping.RootElement.GetProperty("kind").GetString().Should().Be("verification");
        mapping.RootElement.GetProperty("mapping").GetString().Should().Be("branch_totals");
    }

    [Fact]
    public async Task Quiet_SaysNothingOnStderr()
    {
        var run = await _shop.RunAsync("run", BranchShop.Migration, "--once", "--quiet");
        (run.Code, run.Error).Should().Be((0, ""));
        run.Output.Should().NotContain("\e[", "a pipe gets no colour");
    }

    [Theory]
    [InlineData("text", "md")]
    [InlineData("jsn", "json")]
    public async Task Format_ThatIsUnknown_IsRefused(string given, string nearest)
    {
        var run = await _shop.RunAsync("status", BranchShop.Migration, "-o", given + "x");
        run.Code.Should().Be(2);
        run.Error.Should().Contain("there is no output format").And.ContainAny(nearest, "text");
    }
}
