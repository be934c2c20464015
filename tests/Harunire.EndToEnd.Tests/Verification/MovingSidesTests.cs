using System.Collections;
using Harunire.Cli.Commands;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Cli.Settings;
using Harunire.Cli.Verification;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Verify;
using Harunire.Verify.Certificates;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;
using Harunire.Verify.Reports;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Verification;

/// <summary>A shop whose orders go on changing, captured and streamed for real, against a legacy table that was filled at some moment.</summary>
public sealed class MovingSidesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-moving-").FullName;

    [Fact]
    public async Task Trail_OfAFailingKey_ListsItsEventsWithTheValueAfterEach()
    {
        await StartAsync();
        Execute("INSERT INTO orders VALUES (4, 1, 7); UPDATE orders SET amount = 8 WHERE order_id = 4; UPDATE store_totals SET total_amount = 99 WHERE store_id = 1");
        await StreamAsync();

        var report = await VerifyAsync();

        var key = report.Mappings.Single().Keys.Single();
        key.Trail.Note.Should().BeNull();
        key.Trail.Events.Select(e => (e.Operation, e.SourceRow, Value(e.Running))).Should().Equal(
            (ChangeOperation.Read, "orders order_id=1", "1"),
            (ChangeOperation.Read, "orders order_id=2", "3"),
            (ChangeOperation.Create, "orders order_id=4", "10"),
            (ChangeOperation.Update, "orders order_id=4", "11"));
        key.Trail.Events.Should().OnlyContain(e => e.Topic == "shop.orders");
        key.Trail.Events.Select(e => (e.Partition, e.Offset)).Should().OnlyHaveUniqueItems();
        key.Failing.Target![1].ToString().Should().Be("11", "the last value is the written cell");
    }

    [Theory]
    [InlineData("3", 0)]
    [InlineData("4", 1)]
    public async Task AsOf_LegacyFilledByAnEarlierBatch_IsComparedAsOfItsMoment(string legacy, int exitCode)
    {
        await StartAsync("SELECT MAX(scn) FROM batch_log");
        Execute($"INSERT INTO batch_log SELECT coalesce(max(seq), 0) FROM harunire_changes; INSERT INTO orders VALUES (4, 1, 7); UPDATE store_totals SET total_amount = {legacy} WHERE store_id = 1");
        await StreamAsync();

        var report = await VerifyAsync();

        report.ExitCode.Should().Be(exitCode);
        report.Verdicts[Verdict.WithinTolerance].Should().Be(exitCode == 0 ? 1 : 0);
        report.Mappings.Single().Outcome!.Columns[1].Rules.ContainsKey(RuleNeeded.AsOf).Should().Be(exitCode == 0);
    }

    [Fact]
    public async Task Stale_MomentNotDeclared_IsNamedAsTheCause()
    {
        await StartAsync();
        Execute("INSERT INTO orders VALUES (4, 1, 7), (5, 2, 1)");
        await StreamAsync();

        var report = await VerifyAsync();

        report.ExitCode.Should().Be(1);
        report.Mappings.Single().MainCause!.Class.Should().Be(DifferenceClass.LegacyStale);
        report.Mappings.Single().MainCause!.Explained.Should().Be(2);
    }

    [Fact]
    public async Task Behind_AJobBringsALaterCut_ClearsTheKeyThatWasOnItsWay()
    {
        await StartAsync();
        Execute("INSERT INTO orders VALUES (4, 1, 7); UPDATE store_totals SET total_amount = 10 WHERE store_id = 1; UPDATE store_totals SET total_amount = 6 WHERE store_id = 2");

        // The job goes on when the verification waits for the first time.
        var report = await VerifyAsync(new VerifyOptions { AllowBehind = true }, new HookedClock(() => StreamAsync().GetAwaiter().GetResult()));

        var outcome = report.Mappings.Single().Outcome!;
        outcome.Settlement.Should().BeEquivalentTo(new { Waited = 2L, Cleared = 1L, Confirmed = 1L, InFlight = 0L });
        outcome.FailingKeys.Single().Key[0].ToString().Should().Be("2");
        report.ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task Behind_WithoutAJob_IsInFlightWithItsReasonAndNotGreen()
    {
        await StartAsync();
        Execute("INSERT INTO orders VALUES (4, 1, 7); UPDATE store_totals SET total_amount = 10 WHERE store_id = 1");

        var report = await VerifyAsync(new VerifyOptions { AllowBehind = true });

        report.ExitCode.Should().Be(3);
        report.Passes.Should().BeFalse();
        report.Verdicts[Verdict.InFlight].Should().Be(1);
        report.Mappings.Single().Outcome!.Unsettled.Single().Reason.Should().Contain("no job brought a cut later than SCN").And.Contain("harunire run");
    }

    [Fact]
    public async Task MissedDelete_RowGoneWithoutTrace_IsFoundByTheTopics()
    {
        await StartAsync();
        Execute("DROP TRIGGER harunire_1_ad; DELETE FROM orders WHERE order_id = 2; UPDATE store_totals SET total_amount = 1 WHERE store_id = 1");

        var report = await VerifyAsync();

        var key = report.Mappings.Single().Keys.Single();
        key.Class.Should().Be(DifferenceClass.MissedDelete);
        key.Wrong.Should().Be(WrongSide.Target);
    }

    [Fact]
    public async Task Accepted_ProposedAndSigned_PassesWithItsOwnVerdict()
    {
        await StartAsync();
        Execute("UPDATE store_totals SET total_amount = 99 WHERE store_id = 1");
        var report = await VerifyAsync();
        report.ExitCode.Should().Be(1);

        var proposal = AcceptanceProposal.Write(MigrationReader.Read(MigrationPath), report, new DateOnly(2026, 1, 1)).Single();
        var text = File.ReadAllText(proposal);
        var signed = Path.Combine(_folder, "store_totals.accepted.yaml");
        File.WriteAllText(signed, text);
        FluentActions.Invoking(() => AcceptanceReader.Read(MigrationReader.Read(MigrationPath).Mappings[0])).Should().Throw<HarunireException>("nobody gave a reason yet");
        File.WriteAllText(signed, text.Replace("reason: \"\"", "reason: agreed", StringComparison.Ordinal).Replace("expires: 2026-04-01", "expires: 9999-12-31", StringComparison.Ordinal));

        var second = await VerifyAsync();

        second.ExitCode.Should().Be(0);
        second.Verdicts[Verdict.Accepted].Should().Be(1);
    }

    [Fact]
    public async Task Certificate_TwoWindowsAtCutsOfTheirOwn_IsIssuedAndAnythingElseIsRefused()
    {
        await StartAsync();
        var first = await VerifyAsync();
        FluentActions.Invoking(() => Issue(first)).Should().Throw<HarunireException>().Which.Diagnostics[0].Message.Should().Contain("1 of 2 windows");
        var again = await VerifyAsync();
        FluentActions.Invoking(() => Issue(again)).Should().Throw<HarunireException>("the same cut once more proves nothing");

        Execute("INSERT INTO orders VALUES (4, 1, 7); UPDATE store_totals SET total_amount = 10 WHERE store_id = 1");
        await StreamAsync();
        var certificate = Issue(await VerifyAsync());
        certificate.Mappings.Single().Windows.Select(w => w.Keys).Should().Equal(2, 2);
        certificate.Mappings.Single().Windows.Select(w => w.Cut!.Scn).Should().BeInAscendingOrder();
        CertificateWriter.Json(certificate).Should().Contain(certificate.Mappings[0].MappingHash);

        File.AppendAllText(Path.Combine(_folder, "store_totals.yaml"), "# changed\n");
        Execute("INSERT INTO orders VALUES (5, 1, 1); UPDATE store_totals SET total_amount = 11 WHERE store_id = 1");
        await StreamAsync();
        var changed = await VerifyAsync();
        FluentActions.Invoking(() => Issue(changed)).Should().Throw<HarunireException>().Which.Diagnostics[0].Message.Should().Contain("another mapping file");
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private string MigrationPath => Path.Combine(_folder, "migration.yaml");

    private static string Value(EarlierRow? running) => running?.Row is { } row ? row[1].ToString() : "none";

    private Certificate Issue(VerificationReport report) =>
        CertificateIssuer.Issue(report, new VerificationHistory(MigrationReader.Read(MigrationPath), Settings()).Windows, 2);

    // Two orders of store 1, one of store 2; the batch has run.
    private async Task StartAsync(string? asOf = null)
    {
        File.WriteAllText(MigrationPath, """
            migration: shop
            source: { provider: sqlite, connection: shop, tables: { orders: {} } }
            topics: { provider: embedded, connection: bus, prefix: shop }
            results: { provider: sqlite, connection: serving }
            mappings: [ "*_totals.yaml" ]
            """);
        File.WriteAllText(Path.Combine(_folder, "store_totals.yaml"), $$"""
            mapping: store_totals
            query: SELECT store_id, SUM(amount) AS total FROM orders GROUP BY store_id
            target: { table: totals, partition key: [store_id] }
            verify:
              legacy: STORE_TOTALS
              columns: { total: { as: total_amount } }
            {{(asOf is null ? "" : $"  as of: {asOf}")}}

            """);
        Execute("PRAGMA journal_mode = WAL; CREATE TABLE orders (order_id INTEGER PRIMARY KEY, store_id INTEGER NOT NULL, amount NUMBER(10,2)); CREATE TABLE store_totals (store_id INTEGER, total_amount NUMBER(12,2)); CREATE TABLE batch_log (scn INTEGER)");
        Execute("INSERT INTO orders VALUES (1, 1, 1), (2, 1, 2), (3, 2, 5); INSERT INTO store_totals SELECT store_id, SUM(amount) FROM orders GROUP BY store_id");
        await ApplyCommand.ApplyAsync(await SessionAsync(), TestContext.Current.CancellationToken);
        await StreamAsync();
    }

    private async Task StreamAsync() =>
        await new JobRun(await SessionAsync(), ProgressReport.Silent).RunAsync(capture: true, stream: true, once: true, [], TestContext.Current.CancellationToken);

    private Task<MigrationSession> SessionAsync() => MigrationSession.OpenAsync(MigrationPath, Settings(), TestContext.Current.CancellationToken);

    private Task<VerificationReport> VerifyAsync(VerifyOptions? options = null, TimeProvider? clock = null)
    {
        var file = MigrationReader.Read(MigrationPath);
        return new VerificationRun(file, new MigrationConnections(file, Settings()), Settings(), clock ?? TimeProvider.System).RunAsync(options ?? VerifyOptions.Default, TestContext.Current.CancellationToken);
    }

    private ToolSettings Settings() => ToolSettings.Load(_folder, null, [], new Hashtable
    {
        ["HARUNIRE__CONNECTIONS__SHOP"] = ConnectionString("shop"),
        ["HARUNIRE__CONNECTIONS__BUS"] = ConnectionString("bus"),
        ["HARUNIRE__CONNECTIONS__SERVING"] = ConnectionString("serving"),
        ["HARUNIRE__VERIFY__RECHECK"] = "500ms",
    });

    private string ConnectionString(string name) => $"Data Source={Path.Combine(_folder, name + ".db")};Pooling=False";

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(ConnectionString("shop"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Does something when it is waited on for the first time; its own time stands still.</summary>
    private sealed class HookedClock(Action hook) : TimeProvider
    {
        private int _waits;

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (Interlocked.Increment(ref _waits) == 1)
            {
                hook();
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
