using System.Collections;
using System.Collections.Immutable;
using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Cli.Composition;
using Harunire.Cli.Settings;
using Harunire.Cli.Verification;
using Harunire.Model.Changes;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Results.Sqlite;
using Harunire.Verify;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;
using Harunire.Verify.Reports;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Verification;

public sealed class VerificationRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-verify-").FullName;

    // 1.005 + 2.005 = 3.01, and rounded one by one 1.01 + 2.01 = 3.02.
    private const string Rows = "INSERT INTO orders VALUES (1, 1, 1.005), (2, 1, 2.005), (3, 2, 5)";

    [Fact]
    public async Task Run_WhereTheLegacyCodeRoundsEachRow_IsRedAndNamesTheCause()
    {
        await FillAsync("INSERT INTO store_totals VALUES (1, 3.02), (2, 5)", cutScn: 3);
        var report = await RunAsync();
        report.ExitCode.Should().Be(1);
        report.Verdicts[Verdict.Match].Should().Be(1);
        report.Verdicts[Verdict.Different].Should().Be(1);
        report.Verdicts.Total.Should().Be(2);
        var mapping = report.Mappings.Single();
        mapping.Cut!.Scn.Should().Be(3);
        var key = mapping.Keys.Single();
        key.Failing.Key.Single().AsNumber.ToPlainString().Should().Be("1");
        key.Wrong.Should().Be(WrongSide.Legacy);
        key.Class.Should().Be(DifferenceClass.Rounding);
        key.Causes[0].Should().Be("the legacy code rounds each row to 2 decimals before the SUM");
        key.Opinion!.BaseRows!.Value.Select(r => r.Description).Should().BeEquivalentTo("orders order_id=1", "orders order_id=2");
        report.Conclusion.Should().Contain("explains 1 of 1 failing keys");
    }

    [Fact]
    public async Task Run_WithMissingAndExtraKeys_CountsEachOnce()
    {
        await FillAsync("INSERT INTO store_totals VALUES (1, 3.01), (9, 7)", cutScn: 3);
        var report = await RunAsync();
        report.ExitCode.Should().Be(1);
        report.Verdicts[Verdict.Match].Should().Be(1);
        report.Verdicts[Verdict.Missing].Should().Be(1);
        report.Verdicts[Verdict.Extra].Should().Be(1);
    }

    [Fact]
    public async Task Run_WhereAllIsEqual_IsGreenAndItsFilesAreWritten()
    {
        await FillAsync("INSERT INTO store_totals VALUES (1, 3.01), (2, 5)", cutScn: 3);
        (await RunAsync()).ExitCode.Should().Be(0);
        var report = await RunAsync();
        report.Passes.Should().BeTrue();
        report.Mappings.Single().History.Should().ContainSingle("the first run is remembered").Which.Total.Should().Be(2);
        var files = ReportFiles.Write(report, Path.Combine(_folder, "reports"), ["html", "json", "junit", "csv", "md"]);
        files.Select(f => Path.GetFileName(f)).Should().Equal("verification-shop.html", "verification-shop.json", "verification-shop.junit.xml", "verification-shop.csv", "verification-shop.md");
        files.Should().OnlyContain(f => new FileInfo(f).Length > 0);
        ReportFiles.Write(report, Path.Combine(_folder, "one.json"), []).Should().Equal(Path.Combine(_folder, "one.json"));
    }

    [Fact]
    public async Task Run_WhereTheStreamIsBehind_IsRefusedUnlessAllowed()
    {
        await FillAsync("INSERT INTO store_totals VALUES (1, 3.01), (2, 5)", cutScn: 2);
        var report = await RunAsync();
        report.ExitCode.Should().Be(4);
        report.Mappings.Single().Refusal!.Code.Should().Be(VerifyErrors.StreamBehind);
        report.Conclusion.Should().Contain("--once");
        (await RunAsync(allowBehind: true)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Run_WithoutTheLegacyTable_IsNotComparedAndNotGreen()
    {
        await FillAsync("DROP TABLE store_totals", cutScn: 3);
        var report = await RunAsync();
        report.ExitCode.Should().Be(3);
        report.Mappings.Single().Refusal!.Code.Should().Be(VerifyErrors.NoLegacyTable);
    }

    [Fact]
    public void Style_WithoutATerminal_IsPlain()
    {
        AnsiStyle.Choose(redirected: true, new Hashtable()).Bad("x").Should().Be("x");
        AnsiStyle.Choose(redirected: false, new Hashtable { ["NO_COLOR"] = "1" }).Bad("x").Should().Be("x");
        AnsiStyle.Choose(redirected: false, new Hashtable { ["TERM"] = "dumb" }).Bad("x").Should().Be("x");
        AnsiStyle.Choose(redirected: false, new Hashtable()).Bad("x").Should().Contain("\e[");
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static MappingFile Mapping { get; } = new()
    {
        Path = "store_totals.yaml",
        Name = "store_totals",
        Query = "SELECT store_id, SUM(amount) AS total FROM orders GROUP BY store_id",
        QueryLocation = default,
        Table = "store_totals",
        PartitionKey = [new TargetKey("store_id", false, default)],
        ClusteringKey = [],
        Verify = new VerifyRules { Legacy = "REPORTING.STORE_TOTALS", Columns = [new VerifyColumn("total", default, "total_amount", null, null, false)] },
    };

    private MigrationFile Migration => new()
    {
        Path = Path.Combine(_folder, "migration.yaml"),
        Name = "shop",
        Source = new SystemReference("sqlite", "shop", default),
        Tables = [new SourceTable("orders", default, null, [], null)],
        Topics = new SystemReference("embedded", "topics", default),
        Prefix = "shop",
        Partitions = 1,
        Results = new SystemReference("sqlite", "results", default),
        Legacy = new SystemReference("sqlite", "shop", default),
        Mappings = [Mapping],
    };

    private string ConnectionString(string name) => "Data Source=" + Path.Combine(_folder, name + ".db");

    private Task<VerificationReport> RunAsync(bool allowBehind = false)
    {
        var variables = new Hashtable
        {
            ["HARUNIRE__CONNECTIONS__SHOP"] = ConnectionString("shop"),
            ["HARUNIRE__CONNECTIONS__RESULTS"] = ConnectionString("results"),
            ["HARUNIRE__CONNECTIONS__TOPICS"] = ConnectionString("topics"),
            ["HARUNIRE__VERIFY__RECHECK"] = "300ms",
        };
        var settings = ToolSettings.Load(_folder, null, [], variables);
        var run = new VerificationRun(Migration, new MigrationConnections(Migration, settings), settings, TimeProvider.System);
        return run.RunAsync(new VerifyOptions { AllowBehind = allowBehind }, TestContext.Current.CancellationToken);
    }

    private async Task FillAsync(string legacy, long cutScn)
    {
        var stop = TestContext.Current.CancellationToken;
        using var connection = new SqliteConnection(ConnectionString("shop"));
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; CREATE TABLE orders (order_id INTEGER PRIMARY KEY, store_id INTEGER NOT NULL, amount NUMBER(10,4)); CREATE TABLE store_totals (store_id INTEGER, total_amount NUMBER(12,4))");
        var source = new SqliteSource(SqliteFactory.Instance, ConnectionString("shop"), "shop");
        var tables = await source.DescribeAsync([new TableRequest("orders", [])], stop);
        await source.ApplySetupAsync(await source.PlanSetupAsync(tables, stop), stop);
        Execute(connection, Rows + ";" + legacy);
        var plan = PlanBuilder.Build(Mapping, new SchemaCatalog(tables));
        var target = new SqliteResultTarget(SqliteFactory.Instance, ConnectionString("results"), "results");
        await target.EnsureTableAsync(plan.Target, stop);
        await target.ApplyAsync(
            new ResultBatch
            {
                Table = plan.Target,
                Cut = new Cut { Id = "1", Scn = cutScn, ReadMicroseconds = 1_700_000_000_000_000, EventCounts = ImmutableSortedDictionary<string, long>.Empty },
                Version = 1,
                Rows = [new ResultRow([Number("1")], [Number("3.01")]), new ResultRow([Number("2")], [Number("5")])],
            },
            stop);
    }

    private static Datum Number(string text) => OracleNumber.TryParse(text, out var number) ? Datum.FromNumber(number) : throw new FormatException(text);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
