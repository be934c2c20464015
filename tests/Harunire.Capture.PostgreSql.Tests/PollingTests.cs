using System.Collections.Immutable;
using Harunire.Capture.Polling;
using Harunire.Capture.PostgreSql.Polling;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Testing.Servers;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Tests;

/// <summary>Polling by SELECT alone: the watermark's bound, and what cuts the history.</summary>
[Collection(nameof(PostgreSqlCluster))]
public sealed class PollingTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("timestamptz")]
    [InlineData("timestamp")]
    public async Task Watermark_OfATransactionThatCommitsAfterALaterOne_IsNotMissed(string type)
    {
        await using var database = await TableAsync($"changed {type}, total numeric(12,2)");
        await using var source = Source(database);
        var table = await DescribeAsync(source, "watermark");
        await using var slow = await database.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync(Token);
        await RunAsync(slow, "INSERT INTO orders VALUES (1, now(), 1)");
        await Task.Delay(2500, Token);
        await database.ExecuteAsync("INSERT INTO orders VALUES (2, now(), 2)");

        var first = await PollAsync(source, table, await MarkAsync(source, table));
        first.Rows.Should().Contain("2|2");
        await transaction.CommitAsync(Token);

        (await PollAsync(source, table, first.Mark)).Rows.Should().Contain("1|1");
    }

    [Fact]
    public async Task Watermark_OfNullAndOfTheFuture_IsReadAtEachPoll_AndOldRowsAreNot()
    {
        await using var database = await TableAsync("changed timestamptz, total numeric(12,2)");
        await database.ExecuteAsync("INSERT INTO orders VALUES (1, NULL, 1), (2, now() + interval '1 year', 2), (3, now() - interval '1 hour', 3)");
        await using var source = Source(database);
        var table = await DescribeAsync(source, "watermark");

        var poll = await PollAsync(source, table, await MarkAsync(source, table));

        poll.Rows.Should().BeEquivalentTo("1|1", "2|2");
    }

    [Fact]
    public async Task Watermark_WithAnOverlap_GoesBackSoFar()
    {
        await using var database = await TableAsync("changed timestamptz, total numeric(12,2)");
        await database.ExecuteAsync("INSERT INTO orders VALUES (1, now() - interval '50 minutes', 1), (2, now() - interval '70 minutes', 2)");
        await using var source = Source(database, TimeSpan.FromHours(1));
        var table = await DescribeAsync(source, "watermark");

        (await PollAsync(source, table, await MarkAsync(source, table))).Rows.Should().Equal("1|1");
    }

    [Theory]
    [InlineData("TRUNCATE orders")]
    [InlineData("ALTER TABLE orders ADD COLUMN note text")]
    [InlineData("ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,4)")]
    [InlineData("VACUUM FULL orders")]
    public async Task Definition_ThatChanged_IsAGap(string ddl)
    {
        await using var database = await TableAsync("changed timestamptz, total numeric(12,2)");
        await using var source = Source(database);
        var table = await DescribeAsync(source, "watermark");
        var mark = await MarkAsync(source, table);
        await database.ExecuteAsync("INSERT INTO orders VALUES (1, now(), 1)");
        await using (var view = await source.OpenPollAsync([table], Token))
        {
            (await view.FindGapAsync(new ReadPosition(table, 0, mark), Token)).Should().BeNull("rows are no definition");
        }

        await database.ExecuteAsync(ddl);

        await using var later = await source.OpenPollAsync([table], Token);
        (await later.FindGapAsync(new ReadPosition(table, 0, mark), Token)).Should().NotBeNull();
    }

    [Fact]
    public async Task Watermark_WithoutThePrivilegeToSeeTransactions_NeedsAnOverlap()
    {
        await using var database = await TableAsync("changed timestamptz, total numeric(12,2)");
        var role = $"reader_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN; GRANT SELECT ON orders TO {role}");
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString;
        await using var source = new PostgreSqlPollingSource(connection, "shop", Options(null));
        var table = await DescribeAsync(source, "watermark");

        await LogTests.FailsAsync(CaptureErrors.UnusableStrategy, () => source.OpenPollAsync([table], Token));
        await database.ExecuteAsync($"GRANT pg_read_all_stats TO {role}");
        await using (await source.OpenPollAsync([table], Token))
        {
        }

        await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task Strategies_OfBothKinds_AreRefusedTogether()
    {
        await using var database = await TableAsync("changed timestamptz");
        await using var source = Source(database);

        await LogTests.FailsAsync(CaptureErrors.UnusableStrategy, () => source.DescribeAsync([new TableRequest("orders", [], "snapshot-diff"), new TableRequest("orders", [], "replication")], Token));
    }

    private static PostgreSqlSourceOptions Options(TimeSpan? overlap) => new()
    {
        Reader = "shop",
        Tables = ImmutableDictionary.Create<string, PostgreSqlTableOptions>(StringComparer.OrdinalIgnoreCase).Add("orders", new PostgreSqlTableOptions { Watermark = "CHANGED", Overlap = overlap }),
    };

    private static PostgreSqlPollingSource Source(PostgreSqlDatabase database, TimeSpan? overlap = null) => new(database.ConnectionString, "shop", Options(overlap));

    private async Task<PostgreSqlDatabase> TableAsync(string columns)
    {
        var database = await PostgreSqlDatabase.CreateAsync(cluster);
        await database.ExecuteAsync($"CREATE TABLE orders (id integer PRIMARY KEY, {columns})");
        return database;
    }

    private static async Task<TableSchema> DescribeAsync(PostgreSqlPollingSource source, string strategy) => (await source.DescribeAsync([new TableRequest("ORDERS", [], strategy)], Token))[0];

    private static async Task<string> MarkAsync(PostgreSqlPollingSource source, TableSchema table)
    {
        await using var view = await source.OpenPollAsync([table], Token);
        return await view.MarkOfAsync(table, Token);
    }

    private static async Task<(List<string> Rows, string Mark)> PollAsync(PostgreSqlPollingSource source, TableSchema table, string mark)
    {
        await using var view = await source.OpenPollAsync([table], Token);
        var changes = await view.ReadChangesAsync(new ReadPosition(table, 0, mark), Token).ToListAsync(Token);
        return ([.. changes.Select(change => CapturedShop.Line([change.After![0], change.After[2]]))], await view.MarkOfAsync(table, Token));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
