using System.Text.Json.Nodes;

namespace Harunire.EndToEnd.Tests.Commands;

/// <summary>Plans in files, numbered scripts, and the journal.</summary>
public sealed class PlanAndApplyTests : IDisposable
{
    private const string SourceScript = "001_source.sqlite.sql";

    private readonly BranchShop _shop = new();

    [Fact]
    public async Task Plan_SavedAndApplied_RunsItsOwnScriptsAndIsStaleAfterwards()
    {
        (await _shop.DoneAsync("plan", BranchShop.Migration, "-o", "plan.json")).Should().Contain("Next: harunire apply plan.json");
        _shop.Contents().Keys.Should().Contain([SourceScript, "002_results.sqlite.sql", "plan.json"]);

        (await _shop.DoneAsync("apply", "plan.json")).Should().Contain("2 scripts were applied");
        await _shop.DoneAsync("run", BranchShop.Migration, "--once");
        await _shop.DoneAsync("verify", BranchShop.Migration);

        var again = await _shop.RunAsync("apply", "plan.json");
        again.Code.Should().Be(4);
        again.Error.Should().Contain("HAR8501").And.Contain("its scripts were applied at");
        (await _shop.DoneAsync("apply", BranchShop.Migration)).Should().Contain("Everything was set up already");
    }

    [Theory]
    [InlineData("the mapping file branch_totals.yaml has changed")]
    [InlineData("the migration file migration.yaml has changed")]
    [InlineData("the source table invoice has changed")]
    [InlineData("the result table branch_totals has changed")]
    [InlineData("the script 001_source.sqlite.sql has changed")]
    public async Task Apply_WhereAnInputMoved_RefusesAndNamesIt(string named)
    {
        await _shop.DoneAsync("plan", BranchShop.Migration, "-o", "plan.json");
        switch (named.Split(' ')[1])
        {
            case "mapping":
                File.AppendAllText(_shop.In("branch_totals.yaml"), "# a remark\n");
                break;
            case "migration":
                File.AppendAllText(_shop.In(BranchShop.Migration), "# a remark\n");
                break;
            case "source":
                _shop.Execute("ALTER TABLE invoice ADD COLUMN due DATE");
                break;
            case "result":
                await _shop.DoneAsync("plan", BranchShop.Migration, "--set", "state=other");
                await _shop.DoneAsync("apply", BranchShop.Migration, "--set", "state=other");
                break;
            default:
                File.AppendAllText(_shop.In(SourceScript), "-- a remark\n");
                break;
        }

        var before = _shop.Contents();
        var run = await _shop.RunAsync("apply", "plan.json");
        run.Code.Should().Be(4, run.Error);
        run.Error.Should().Contain("HAR8501").And.Contain(named, because: "the message names what moved");
        _shop.Contents().Where(file => !file.Key.StartsWith(".harunire", StringComparison.Ordinal)).Should().Equal(before.Where(file => !file.Key.StartsWith(".harunire", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Apply_OfAPlanThatWasEdited_RefusesIt()
    {
        await _shop.DoneAsync("plan", BranchShop.Migration, "-o", "plan.json");
        var plan = JsonNode.Parse(File.ReadAllText(_shop.In("plan.json")))!.AsObject();
        plan["scripts"]![0]!["text"] = "DROP TABLE invoice;\n";
        File.WriteAllText(_shop.In("plan.json"), plan.ToJsonString());

        var run = await _shop.RunAsync("apply", "plan.json");
        run.Code.Should().Be(2);
        run.Error.Should().Contain("HAR8502").And.Contain("its checksum does not fit");
    }

    [Fact]
    public async Task Apply_WithAScriptOfSomebodysOwn_RunsItOnce()
    {
        await _shop.DoneAsync("plan", BranchShop.Migration);
        _shop.Write("003_source_note.sqlite.sql", "CREATE TABLE IF NOT EXISTS note (t); INSERT INTO note VALUES ('ran');");

        (await _shop.DoneAsync("apply", BranchShop.Migration)).Should().Contain("003_source_note.sqlite.sql: 2 statements, applied");
        (await _shop.DoneAsync("apply", BranchShop.Migration)).Should().Contain("Everything was set up already");

        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_shop.In("shop.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM note";
        command.ExecuteScalar().Should().Be(1L);
    }

    [Fact]
    public async Task Apply_WithAScriptThatWasRunByHand_WritesItIntoTheJournalAndDoesNotRunIt()
    {
        await _shop.DoneAsync("plan", BranchShop.Migration);
        _shop.Write("003_source_index.sqlite.sql", "CREATE INDEX invoice_by_hand ON invoice (id);");
        _shop.Execute("CREATE INDEX invoice_by_hand ON invoice (id)");

        var twice = await _shop.RunAsync("apply", BranchShop.Migration);
        twice.Code.Should().Be(3, twice.Error);
        twice.Error.Should().Contain("--ran 003_source_index.sqlite.sql");
        var unknown = await _shop.RunAsync("apply", BranchShop.Migration, "--ran", "003_source_indx.sqlite.sql");
        unknown.Code.Should().Be(2);
        unknown.Error.Should().Contain("did you mean 003_source_index.sqlite.sql?");
        await _shop.DoneAsync("apply", BranchShop.Migration, "--ran", "003_source_index.sqlite.sql");

        File.ReadAllText(_shop.In(".harunire/branches/journal.ndjson")).Should().Contain("003_source_index.sqlite.sql").And.Contain("by hand");
        (await _shop.DoneAsync("apply", BranchShop.Migration)).Should().Contain("Everything was set up already");
        (await _shop.RunAsync("apply", BranchShop.Migration, "--ran", "003_source_index.sqlite.sql")).Code.Should().Be(2, "it is in the journal already");
    }

    [Fact]
    public async Task Apply_AfterAnAppliedScriptWasChanged_NamesTheScript()
    {
        await _shop.DoneAsync("plan", BranchShop.Migration);
        await _shop.DoneAsync("apply", BranchShop.Migration);
        File.AppendAllText(_shop.In(SourceScript), "CREATE TABLE more (id INTEGER);\n");

        var run = await _shop.RunAsync("apply", BranchShop.Migration);
        run.Code.Should().Be(4);
        run.Error.Should().Contain("HAR8503").And.Contain(SourceScript).And.Contain("it was changed after it was applied");
    }

    [Fact]
    public async Task Apply_WhereAScriptFails_TakesTheScriptBackAndGoesOnAfterRepair()
    {
        await _shop.DoneAsync("plan", BranchShop.Migration);
        var text = File.ReadAllText(_shop.In(SourceScript));
        File.AppendAllText(_shop.In(SourceScript), "CREATE TABLE invoice (id INTEGER);\n");

        var run = await _shop.RunAsync("apply", BranchShop.Migration);
        run.Code.Should().Be(3, run.Error);
        run.Error.Should().Contain(SourceScript).And.Contain("taken back as a whole").And.Contain("nothing was changed");

        File.WriteAllText(_shop.In(SourceScript), text);
        (await _shop.DoneAsync("apply", BranchShop.Migration)).Should().Contain("2 scripts were applied");
    }

    [Fact]
    public async Task DryRuns_OfPlanAndApply_WriteNothing()
    {
        var before = _shop.Contents();
        (await _shop.DoneAsync("plan", BranchShop.Migration, "--dry-run")).Should().Contain("CREATE TRIGGER");
        (await _shop.DoneAsync("apply", BranchShop.Migration, "--dry-run")).Should().Contain("nothing was changed");
        (await _shop.DoneAsync("plan", BranchShop.Migration, "branch_totals")).Should().Contain("mapping branch_totals");
        _shop.Contents().Should().Equal(before);
    }

    [Fact]
    public async Task Apply_OfANewMapping_AsksForItsScript()
    {
        await _shop.DoneAsync("plan", BranchShop.Migration);
        await _shop.DoneAsync("apply", BranchShop.Migration);
        _shop.Write("counts.yaml", "mapping: counts\nquery: |\n  SELECT branch, COUNT(*) AS n FROM invoice GROUP BY branch\ntarget: { table: counts, partition key: [branch] }");
        _shop.Write(BranchShop.Migration, File.ReadAllText(_shop.In(BranchShop.Migration)).Replace("[ branch_totals.yaml ]", "[ branch_totals.yaml, counts.yaml ]", StringComparison.Ordinal));

        var run = await _shop.RunAsync("apply", BranchShop.Migration);
        run.Code.Should().Be(4);
        run.Error.Should().Contain("HAR8505").And.Contain("harunire plan");

        (await _shop.DoneAsync("plan", BranchShop.Migration)).Should().Contain("003_results.sqlite.sql");
        (await _shop.DoneAsync("apply", BranchShop.Migration)).Should().Contain("1 script was applied");
        File.ReadAllLines(_shop.In(".harunire/branches/journal.ndjson")).Should().HaveCount(3);
    }

    public void Dispose() => _shop.Dispose();
}
