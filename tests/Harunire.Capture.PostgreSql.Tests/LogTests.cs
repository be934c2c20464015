using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Testing.Servers;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Tests;

/// <summary>Slot, publication and log: what a DBA or a failure may do to them while capture runs.</summary>
[Collection(nameof(PostgreSqlCluster))]
public sealed class LogTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WalSender_Killed_ReadingGoesOnWhereItWas()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1)");
        (await shop.PollAsync()).Should().ContainSingle();
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (2, 2)");
        await shop.Database.ExecuteAsync("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active_pid IS NOT NULL AND database = current_database()");

        var changes = await PollThroughFailuresAsync(shop);

        changes.Select(change => CapturedShop.Line(change.After)).Should().Equal("2|2");
    }

    [Fact]
    public async Task Slot_Dropped_IsMissingSetup_AndMadeAgainIsAGap()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.PollAsync();
        await shop.Source.DisposeAsync();
        await WaitForSlotAsync(shop);
        await shop.Database.ExecuteAsync($"SELECT pg_drop_replication_slot('{shop.Database.Slot}')");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1)");

        await FailsAsync(CaptureErrors.SetupMissing, shop.PollAsync);
        await shop.Source.ApplySetupAsync(await shop.Source.PlanSetupAsync(shop.Tables, Token), Token);
        await FailsAsync(CaptureErrors.LogGap, shop.PollAsync);
    }

    [Fact]
    public async Task Slot_AdvancedBySomebody_IsAGap()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1)");
        await shop.Database.ExecuteAsync($"SELECT pg_replication_slot_advance('{shop.Database.Slot}', pg_current_wal_lsn())");

        await FailsAsync(CaptureErrors.LogGap, shop.PollAsync);
    }

    [Fact]
    public async Task Slot_ReadByAnother_IsWaitedFor()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1)");
        var start = shop.Scn;
        await shop.PollAsync();
        await using var second = shop.Database.NewSource();
        var tables = await second.DescribeAsync([new TableRequest("orders", [])], Token);
        await using var view = await second.OpenViewAsync(tables, Token);

        var failure = await FailsAsync(CaptureErrors.Unreachable, async () => await view.ReadChangesAsync(tables, start, Token).ToListAsync(Token));

        failure.IsTransient.Should().BeTrue();
    }

    [Fact]
    public async Task Acknowledge_MovesTheSlot_AndASmallerOneDoesNot()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        var start = shop.Scn;
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1)");
        await shop.PollAsync();
        await shop.Source.AcknowledgeAsync(shop.Scn, Token);
        await shop.Source.AcknowledgeAsync(start, Token);

        var confirmed = 0L;
        for (var attempt = 0; attempt < 200 && confirmed <= start; attempt++)
        {
            await Task.Delay(20, Token);
            confirmed = await shop.Database.ScalarAsync<long>($"SELECT (confirmed_flush_lsn - '0/0')::bigint FROM pg_replication_slots WHERE slot_name = '{shop.Database.Slot}'");
        }

        confirmed.Should().Be(shop.Scn + 1);
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (2, 2)");
        (await shop.PollAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Idle_Database_GetsNoMarks()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1)");
        await shop.PollAsync();
        await shop.PollAsync();
        var transactions = await NextTransactionAsync(shop);

        for (var poll = 0; poll < 5; poll++)
        {
            var before = shop.Scn;
            (await shop.PollAsync()).Should().BeEmpty();
            shop.Scn.Should().Be(before);
        }

        (await NextTransactionAsync(shop)).Should().Be(transactions);
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (2, 2)");
        (await shop.PollAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Transaction_FromBeforeTheCapture_IsWaitedForBeforeTheFirstRows()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.RestartAsync();
        await using var connection = await shop.Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await RunAsync(connection, "INSERT INTO orders VALUES (1, 1)");

        var failure = await FailsAsync(CaptureErrors.StillRunning, shop.SnapshotAsync);

        failure.IsTransient.Should().BeTrue();
        failure.Diagnostics[0].Message.Should().Contain($"process {connection.ProcessID}");
        await transaction.CommitAsync(Token);
        (await shop.SnapshotAsync()).Should().Equal("1|1");
    }

    [Fact]
    public async Task Publication_WithoutDeletes_IsRefused()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync($"ALTER PUBLICATION {shop.Database.Slot} SET (publish = 'insert, update')");

        await FailsAsync(CaptureErrors.SetupMissing, shop.PollAsync);
    }

    [Fact]
    public async Task Publication_OfSomeRows_IsRefused()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync($"ALTER PUBLICATION {shop.Database.Slot} SET TABLE ONLY orders WHERE (id > 5)");

        (await FailsAsync(CaptureErrors.SetupMissing, shop.PollAsync)).Diagnostics[0].Message.Should().Contain("leaves out rows or columns of orders");
    }

    [Fact]
    public async Task Publication_WithoutTheTable_IsRefused()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync($"CREATE TABLE other (id integer PRIMARY KEY); ALTER PUBLICATION {shop.Database.Slot} SET TABLE other");

        await FailsAsync(CaptureErrors.SetupMissing, shop.PollAsync);
        (await shop.Source.PlanSetupAsync(shop.Tables, Token)).Should().Equal($"ALTER PUBLICATION \"{shop.Database.Slot}\" ADD TABLE ONLY \"public\".\"orders\"");
    }

    [Fact]
    public async Task ReplicaIdentity_NotFullForAWhile_IsAGap()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1); ALTER TABLE orders REPLICA IDENTITY DEFAULT");
        await FailsAsync(CaptureErrors.SetupMissing, shop.PollAsync);
        await shop.Database.ExecuteAsync("UPDATE orders SET total = 2; ALTER TABLE orders REPLICA IDENTITY FULL");

        await FailsAsync(CaptureErrors.LogGap, shop.PollAsync);
    }

    [Fact]
    public async Task Truncate_StopsBeforeTheCut()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1)");
        await shop.Database.ExecuteAsync("TRUNCATE orders");

        await FailsAsync(CaptureErrors.Truncated, shop.PollAsync);
        await FailsAsync(CaptureErrors.Truncated, shop.PollAsync);
    }

    [Theory]
    [InlineData("TRUNCATE orders")]
    [InlineData("UPDATE orders SET total = 'NaN'; UPDATE orders SET total = 7")]
    [InlineData("ALTER TABLE orders REPLICA IDENTITY DEFAULT; UPDATE orders SET total = 7; ALTER TABLE orders REPLICA IDENTITY FULL")]
    [InlineData("ALTER TABLE orders ADD COLUMN note text; UPDATE orders SET note = 'x'; ALTER TABLE orders DROP COLUMN note")]
    public async Task BeginAnew_AfterAChangeThatStoppedCapture_LeavesItBehind(string sql)
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1)");
        await shop.PollAsync();
        foreach (var statement in sql.Split(';'))
        {
            await shop.Database.ExecuteAsync(statement);
        }

        await shop.Invoking(s => s.PollAsync()).Should().ThrowAsync<HarunireException>();
        await shop.RestartAsync();
        await shop.Invoking(s => s.PollAsync()).Should().ThrowAsync<HarunireException>("the log still holds it");

        await shop.BeginAnewAsync();

        var rows = await shop.SnapshotAsync();
        rows.Should().HaveCount(sql.StartsWith("TRUNCATE", StringComparison.Ordinal) ? 0 : 1);
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (2, 2)");
        (await shop.PollAsync()).Select(change => CapturedShop.Line(change.After)).Should().Equal("2|2");
    }

    [Fact]
    public async Task Savepoints_RolledBack_AreNotSeen()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync("BEGIN; INSERT INTO orders VALUES (1, 1); SAVEPOINT a; INSERT INTO orders VALUES (2, 2); ROLLBACK TO a; UPDATE orders SET total = 3; COMMIT");

        var changes = await shop.PollAsync();

        changes.Select(change => change.Operation).Should().Equal(ChangeOperation.Create, ChangeOperation.Update);
        changes.Select(change => change.Scn).Distinct().Should().ContainSingle("one transaction has one place in the log");
        CapturedShop.Line(changes[1].After).Should().Be("1|3");
    }

    [Fact]
    public async Task Server_WithoutLogicalDecoding_IsRefusedByName()
    {
        using var plain = PostgreSqlCluster.WithLog("replica");
        await using var database = await PostgreSqlDatabase.CreateAsync(plain);
        await database.ExecuteAsync("CREATE TABLE orders (id integer PRIMARY KEY)");
        await using var source = database.NewSource();
        var tables = await source.DescribeAsync([new TableRequest("orders", [])], Token);

        (await FailsAsync(CaptureErrors.ServerNotReady, () => source.PlanSetupAsync(tables, Token))).Diagnostics[0].Message.Should().Be("its wal_level is replica");
    }

    internal static async Task<HarunireException> FailsAsync<T>(ErrorCode code, Func<Task<T>> work)
    {
        var failure = (await work.Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(code, "it said: {0}", failure.Message);
        return failure;
    }

    private static async Task<IReadOnlyList<RowChange>> PollThroughFailuresAsync(CapturedShop shop)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await shop.PollAsync();
            }
            catch (HarunireException failure) when (failure.IsTransient && attempt < 200)
            {
                await Task.Delay(20, Token);
            }
        }
    }

    private static async Task WaitForSlotAsync(CapturedShop shop)
    {
        while (await shop.Database.ScalarAsync<bool>($"SELECT active FROM pg_replication_slots WHERE slot_name = '{shop.Database.Slot}'"))
        {
            await Task.Delay(20, Token);
        }
    }

    private static Task<long> NextTransactionAsync(CapturedShop shop) => shop.Database.ScalarAsync<long>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
