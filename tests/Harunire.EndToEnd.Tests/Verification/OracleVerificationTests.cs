using System.Collections;
using System.Data.Common;
using Harunire.Cli.Commands;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Cli.Planning;
using Harunire.Cli.Settings;
using Harunire.Cli.Verification;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Testing.OracleModel;
using Harunire.Verify;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;
using Harunire.Verify.Reports;

namespace Harunire.EndToEnd.Tests.Verification;

/// <summary>A migration whose source and legacy table are Oracle, in this process, on the model of Oracle in the place of its driver.</summary>
[Collection(nameof(OracleConnections))]
public sealed class OracleVerificationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-oracle-verify-").FullName;
    private readonly ModelOracle _oracle = new();

    public OracleVerificationTests()
    {
        _oracle.Create("ORDERS", [new ModelColumn("ID", new NumberType(10, 0), false), new ModelColumn("STORE", new TextType(10), false), new ModelColumn("TOTAL", OracleType.Number, true)], ["ID"]);
        _oracle.Create("STORE_SALES", [new ModelColumn("STORE", new TextType(10), false), new ModelColumn("AMOUNT", new NumberType(14, 2), true)], ["STORE"]);
        Commit(t =>
        {
            t.Insert("ORDERS", Number("1"), Text("north"), Number("1.50"));
            t.Insert("ORDERS", Number("2"), Text("north"), Number("2.25"));
            t.Insert("ORDERS", Number("3"), Text("south"), Number("10"));
            t.Insert("STORE_SALES", Text("north"), Number("3.75"));
            t.Insert("STORE_SALES", Text("south"), Number("10"));
        });
        _oracle.Advance(TimeSpan.FromMinutes(5));
        DbProviderFactories.RegisterFactory(OracleConnections.DriverName, new ModelFactory(_oracle));
        File.WriteAllText(Path.Combine(_folder, "sales.yaml"), """
            mapping: sales
            query: SELECT o.store AS store, SUM(o.total) AS amount FROM orders o GROUP BY o.store
            target: { table: sales, partition key: [store] }
            verify: { legacy: store_sales }
            """);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_OfEqualFigures_ReadsBothSidesAsOfOneMoment()
    {
        await SetUpAsync("{}");
        await CaptureAndStreamAsync();

        var report = await VerifyAsync();

        report.Refusal.Should().BeNull();
        report.Verdicts[Verdict.Match].Should().Be(2);
        report.Passes.Should().BeTrue();
    }

    [Fact]
    public async Task Verify_OfAWrongLegacyRow_AsksOracleItself()
    {
        await SetUpAsync("{}");
        Commit(t =>
        {
            t.Update("ORDERS", [Number("3")], Number("3"), Text("south"), Number("11"));
            t.Update("STORE_SALES", [Text("south")], Text("south"), Number("12"));
        });
        await CaptureAndStreamAsync();

        var key = (await VerifyAsync()).Keys.Should().ContainSingle().Which;

        key.Wrong.Should().Be(WrongSide.Legacy);
        key.OpinionRow![1].ToString().Should().Be("11");
        key.Opinion!.BaseRows!.Value.Should().ContainSingle("Oracle gives the row behind the key, too");
    }

    [Fact]
    public async Task Verify_OfAnOracleThatIsAhead_CountsItsHistory()
    {
        await SetUpAsync("{}");
        await CaptureAndStreamAsync();
        Commit(t => t.Insert("ORDERS", Number("4"), Text("south"), Number("1")));
        Commit(t => t.Delete("ORDERS", Number("1")));

        var refusal = (await VerifyAsync()).Refusal!;

        refusal.Code.Should().Be(VerifyErrors.StreamBehind);
        refusal.Message.Should().Contain("with 2 more changes of its tables");
    }

    [Fact]
    public async Task Verify_OfAStrategyWithoutHistory_NeedsARunningCapture()
    {
        await SetUpAsync("{ strategy: snapshot-diff }");
        await CaptureAndStreamAsync();
        _oracle.Tick();

        var refusal = (await VerifyAsync()).Refusal!;

        refusal.Code.Should().Be(VerifyErrors.StreamBehind);
        refusal.Hint.Should().Contain("harunire run");
    }

    [Fact]
    public async Task Verify_OfAMistypedLegacyTable_NamesTheNearest()
    {
        await SetUpAsync("{}");
        await File.WriteAllTextAsync(Path.Combine(_folder, "sales.yaml"), (await File.ReadAllTextAsync(Path.Combine(_folder, "sales.yaml"), Token)).Replace("legacy: store_sales", "legacy: STORE_SALE", StringComparison.Ordinal), Token);
        await CaptureAndStreamAsync();

        var refusal = (await VerifyAsync()).Refusal!;

        refusal.Code.Should().Be(VerifyErrors.NoLegacyTable);
        refusal.Hint.Should().Be("did you mean STORE_SALES?");
    }

    public void Dispose()
    {
        DbProviderFactories.UnregisterFactory(OracleConnections.DriverName);
        Directory.Delete(_folder, recursive: true);
    }

    private static Datum Number(string text) => Datum.FromNumber(OracleNumber.Parse(text));

    private static Datum Text(string text) => Datum.FromText(text);

    private void Commit(Action<ModelTransaction> work)
    {
        var transaction = _oracle.Begin();
        work(transaction);
        transaction.Commit();
    }

    private async Task SetUpAsync(string orders)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "migration.yaml"),
            $$"""
            migration: oracle-verify
            source:   { provider: oracle, connection: shop, schema: {{_oracle.Owner}}, tables: { ORDERS: {{orders}} } }
            topics:   { provider: embedded, connection: bus, prefix: o }
            results:  { provider: sqlite, connection: serving }
            mappings: [ sales.yaml ]
            """,
            Token);
        var session = await OpenAsync();
        await using var connections = session.Connections;
        var plan = await SetupPlan.MakeAsync(session, Token);
        await new SetupRun(session, TimeProvider.System, "test", _ => { }).ApplyAsync([.. plan.Scripts.Where(planned => planned.State != ScriptState.ByHand)], Token);
    }

    private async Task CaptureAndStreamAsync()
    {
        var session = await OpenAsync();
        await using var connections = session.Connections;
        await new JobRun(session, ProgressReport.Silent).RunAsync(capture: true, stream: true, once: true, [], Token);
    }

    private async Task<MappingReport> VerifyAsync()
    {
        var session = await OpenAsync();
        await using var connections = session.Connections;
        return (await new VerificationRun(session.File, connections, session.Settings, TimeProvider.System).RunAsync(VerifyOptions.Default, Token)).Mappings.Should().ContainSingle().Which;
    }

    private Task<MigrationSession> OpenAsync()
    {
        var variables = new Hashtable
        {
            ["HARUNIRE__CONNECTIONS__SHOP"] = "User Id=reader",
            ["HARUNIRE__CONNECTIONS__BUS"] = $"Data Source={_folder}/bus.db",
            ["HARUNIRE__CONNECTIONS__SERVING"] = $"Data Source={_folder}/serving.db;Pooling=False",
            ["HARUNIRE__VERIFY__RECHECK"] = "1s",
        };
        return MigrationSession.OpenAsync(Path.Combine(_folder, "migration.yaml"), ToolSettings.Load(_folder, null, [], variables), Token);
    }
}
