using Harunire.Capture.Oracle;
using Harunire.Model.Health;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Testing.OracleModel;

namespace Harunire.Capture.Tests.Oracle;

/// <summary>What <c>doctor</c> and <c>plan</c> find out about an Oracle source, on the model: each privilege is tried.</summary>
public sealed class OracleExaminationTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ModelOracle _oracle = new();

    public OracleExaminationTests() => _oracle.Create("ORDERS", [new ModelColumn("ID", new NumberType(10, 0), false), new ModelColumn("TOTAL", OracleType.Number), new ModelColumn("CHANGED", OracleType.Date)], "ID");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Examine_WithAllPrivileges_FindsNoProblem()
    {
        var findings = await ExamineAsync("flashback");

        findings.Should().OnlyContain(finding => finding.State == HealthState.Good);
        findings.Select(finding => finding.Message).Should().Contain("version 19.0; the user is READER").And.Contain("kept for 3600 s at least, polls come each 60 s");
    }

    [Theory]
    [InlineData("flashback", "FLASHBACK ON ORDERS", "GRANT FLASHBACK ON \"CO\".\"ORDERS\" TO \"READER\"")]
    [InlineData("flashback", "V$UNDOSTAT", "GRANT SELECT ON SYS.V_$UNDOSTAT TO \"READER\"")]
    [InlineData("flashback", "V$DATAFILE", "GRANT SELECT ON SYS.V_$DATAFILE TO \"READER\"")]
    [InlineData("snapshot-diff", "FLASHBACK ON ORDERS", "GRANT FLASHBACK ON \"CO\".\"ORDERS\" TO \"READER\"")]
    [InlineData("snapshot-diff", "V$DATABASE", "GRANT SELECT ON SYS.V_$DATABASE TO \"READER\"")]
    [InlineData("watermark", "GV$TRANSACTION", "GRANT SELECT ON SYS.GV_$TRANSACTION TO \"READER\"")]
    public async Task Examine_WithoutAPrivilege_SpellsOutItsGrant_AndPlanAsksForIt(string strategy, string revoked, string grant)
    {
        _oracle.Revoked.Add(revoked);

        (await ExamineAsync(strategy)).Should().ContainSingle(finding => finding.State == HealthState.Problem).Which.Hint.Should().Be($"as the owner or a DBA: {grant}");
        (await PlanAsync(strategy)).Should().Equal(grant);
        _oracle.Revoked.Clear();
        (await PlanAsync(strategy)).Should().BeEmpty();
    }

    [Fact]
    public async Task Plan_OfAMaterializedViewLogThatIsNotThere_MakesAndGrantsIt()
    {
        (await PlanAsync("mvlog")).Should().HaveCount(2).And.Contain(statement => statement.StartsWith("CREATE MATERIALIZED VIEW LOG ON \"CO\".\"ORDERS\"", StringComparison.Ordinal))
            .And.Contain("GRANT SELECT ON \"CO\".\"MLOG$_ORDERS\" TO \"READER\"");
    }

    [Theory]
    [InlineData(59, HealthState.Problem)]
    [InlineData(60, HealthState.Problem)]
    [InlineData(61, HealthState.Note)]
    [InlineData(599, HealthState.Note)]
    [InlineData(600, HealthState.Good)]
    public async Task Examine_OfUndo_ComparesItWithThePauseBetweenPolls(long retention, HealthState expected)
    {
        _oracle.TunedUndoRetention = retention;

        (await ExamineAsync("flashback")).Single(finding => finding.Subject == "undo").State.Should().Be(expected);
    }

    [Fact]
    public async Task Examine_OfAStrategyWithoutHistory_DoesNotLookAtUndo()
    {
        _oracle.TunedUndoRetention = 1;

        (await ExamineAsync("snapshot-diff")).Should().NotContain(finding => finding.Subject == "undo");
    }

    [Fact]
    public async Task Examine_OfRowScnWithoutRowDependencies_SaysWhatItCosts()
    {
        _oracle.Table("ORDERS").HasRowDependencies = false;

        (await ExamineAsync("rowscn")).Should().Contain(finding => finding.Subject == "ORDERS" && finding.State == HealthState.Note);
    }

    private static OracleSource Open(ModelOracle oracle, string strategy) => new(
        new ModelFactory(oracle),
        "User Id=reader",
        "shop",
        new OracleSourceOptions { Schema = oracle.Owner, Tables = System.Collections.Immutable.ImmutableDictionary<string, OracleTableOptions>.Empty.Add("ORDERS", new OracleTableOptions { Strategy = strategy, Watermark = "CHANGED" }) },
        TimeProvider.System);

    private async Task<IReadOnlyList<HealthFinding>> ExamineAsync(string strategy)
    {
        await using var source = Open(_oracle, strategy);
        return await source.ExamineAsync(await DescribeAsync(source), Minute, Token);
    }

    private async Task<IReadOnlyList<string>> PlanAsync(string strategy)
    {
        await using var source = Open(_oracle, strategy);
        return await source.PlanSetupAsync(await DescribeAsync(source), Token);
    }

    private static Task<IReadOnlyList<TableSchema>> DescribeAsync(OracleSource source) => source.DescribeAsync([new TableRequest("ORDERS", [])], Token);
}
