using System.Collections;
using System.Data.Common;
using Harunire.Cli;
using Harunire.Cli.Composition;
using Harunire.Cli.Planning;
using Harunire.Cli.Settings;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Testing.OracleModel;

namespace Harunire.EndToEnd.Tests.Planning;

/// <summary>Scripts for an Oracle source, in this process, on the model of Oracle in the place of its driver.</summary>
[Collection(nameof(OracleConnections))]
public sealed class OracleScriptTests : IDisposable
{
    private const string Grants = "001_source_grants.oracle.sql";

    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-oracle-scripts-").FullName;
    private readonly ModelOracle _oracle = new();

    public OracleScriptTests()
    {
        _oracle.Create("ORDERS", [new ModelColumn("ID", new NumberType(10, 0), false), new ModelColumn("TOTAL", OracleType.Number, true)], ["ID"]);
        _oracle.Advance(TimeSpan.FromMinutes(5));
        DbProviderFactories.RegisterFactory(OracleConnections.DriverName, new ModelFactory(_oracle));
        File.WriteAllText(Path.Combine(_folder, "migration.yaml"), $$"""
            migration: oracle-scripts
            source:   { provider: oracle, connection: shop, schema: {{_oracle.Owner}}, tables: { ORDERS: {} } }
            topics:   { provider: embedded, connection: bus, prefix: o }
            results:  { provider: sqlite, connection: serving }
            mappings: [ totals.yaml ]
            """);
        File.WriteAllText(Path.Combine(_folder, "totals.yaml"), """
            mapping: totals
            query: SELECT o.id AS id, SUM(o.total) AS total FROM orders o GROUP BY o.id
            target: { table: totals, partition key: [id] }
            """);
        File.WriteAllText(Path.Combine(_folder, Grants), "GRANT FLASHBACK ON CO.ORDERS TO HARUNIRE;\n");
    }

    [Fact]
    public async Task Apply_OfAnOracleScript_RunsNothingUntilItIsReportedAsRun()
    {
        var session = await OpenAsync();
        var plan = await SetupPlan.MakeAsync(session, Token);
        plan.Scripts.Single(planned => planned.Script.Name == Grants).State.Should().Be(ScriptState.ByHand);

        var refused = (await Run(session).Invoking(run => run.ApplyAsync(plan.Scripts, Token)).Should().ThrowAsync<HarunireException>()).Which;
        refused.Code.Should().Be(CliErrors.ScriptByHand);
        refused.Message.Should().Contain(Grants).And.Contain($"--ran {Grants}");
        File.Exists(Path.Combine(_folder, "serving.db")).Should().BeFalse("the results' script was not run either");

        Run(session).RecordByHand([Grants]);
        var done = await Run(session).ApplyAsync((await SetupPlan.MakeAsync(session, Token)).Scripts, Token);

        done.Should().ContainSingle().Which.Script.Should().EndWith("_results.sqlite.sql");
        (await SetupPlan.MakeAsync(session, Token)).Scripts.Should().BeEmpty();
    }

    [Fact]
    public async Task Plan_WithoutAPrivilege_WritesItsGrant_AndApplyWaitsForTheDba()
    {
        File.Delete(Path.Combine(_folder, Grants));
        _oracle.Revoked.Add("FLASHBACK ON ORDERS");
        var session = await OpenAsync();
        var plan = await SetupPlan.MakeAsync(session, Token);
        (await Run(session).Invoking(run => run.ApplyAsync(plan.Scripts, Token)).Should().ThrowAsync<HarunireException>()).Which.Diagnostics[0].Hint.Should().StartWith("write it with 'harunire plan'");

        PlanFiles.Write(session, plan, null).Should().Contain(path => path.EndsWith("001_source.oracle.sql", StringComparison.Ordinal));
        (await File.ReadAllTextAsync(Path.Combine(_folder, "001_source.oracle.sql"), Token)).Should().Contain("GRANT FLASHBACK ON \"CO\".\"ORDERS\" TO \"READER\";");
        var refused = (await Run(session).Invoking(async run => await run.ApplyAsync((await SetupPlan.MakeAsync(session, Token)).Scripts, Token)).Should().ThrowAsync<HarunireException>()).Which;
        refused.Code.Should().Be(CliErrors.ScriptByHand);
        refused.Message.Should().Contain("--ran 001_source.oracle.sql");

        _oracle.Revoked.Clear();
        Run(session).RecordByHand(["001_source.oracle.sql"]);
        (await Run(session).ApplyAsync((await SetupPlan.MakeAsync(session, Token)).Scripts, Token)).Should().ContainSingle().Which.Script.Should().EndWith("_results.sqlite.sql");
    }

    public void Dispose()
    {
        DbProviderFactories.UnregisterFactory(OracleConnections.DriverName);
        Directory.Delete(_folder, recursive: true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SetupRun Run(MigrationSession session) => new(session, TimeProvider.System, "test", _ => { });

    private Task<MigrationSession> OpenAsync()
    {
        var variables = new Hashtable
        {
            ["HARUNIRE__CONNECTIONS__SHOP"] = "User Id=reader",
            ["HARUNIRE__CONNECTIONS__BUS"] = $"Data Source={_folder}/bus.db",
            ["HARUNIRE__CONNECTIONS__SERVING"] = $"Data Source={_folder}/serving.db;Pooling=False",
        };
        return MigrationSession.OpenAsync(Path.Combine(_folder, "migration.yaml"), ToolSettings.Load(_folder, null, [], variables), Token);
    }
}
