using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Testing.Servers;

namespace Harunire.Capture.PostgreSql.Tests;

/// <summary>Definitions that change while capture runs, and types and values of PostgreSQL's own.</summary>
[Collection(nameof(PostgreSqlCluster))]
public sealed class DefinitionTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Column_AddedWhileCaptureRuns_IsTakenInByTheNextRun()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2)");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1)");
        await shop.PollAsync();
        await shop.Database.ExecuteAsync("UPDATE orders SET total = 2; ALTER TABLE orders ADD COLUMN note text");
        await shop.Database.ExecuteAsync("UPDATE orders SET note = 'x'");

        var failure = await FailsAsync(CaptureErrors.TableChanged, shop.PollAsync);
        failure.Diagnostics[0].Message.Should().Contain("note was added");
        await shop.RestartAsync();

        (await shop.PollAsync()).Select(change => CapturedShop.Line(change.After)).Should().Equal("1|2", "1|2|x");
    }

    [Theory]
    [InlineData("ALTER TABLE orders DROP COLUMN total", "total was dropped or renamed")]
    [InlineData("ALTER TABLE orders RENAME COLUMN total TO amount", "total was dropped or renamed")]
    [InlineData("ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,3)", "total had another type")]
    public async Task Column_ChangedWhileCaptureRuns_StopsBeforeTheCut(string ddl, string reason)
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2), note text");
        await shop.Database.ExecuteAsync(ddl);
        await shop.Database.ExecuteAsync("INSERT INTO orders (id, note) VALUES (1, 'x')");

        (await FailsAsync(CaptureErrors.TableChanged, shop.PollAsync)).Diagnostics[0].Message.Should().Contain(reason);
    }

    [Fact]
    public async Task Column_WithADefault_IsTold()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2), state text DEFAULT 'new', seen timestamptz");

        shop.Tables[0].Columns.Select(column => (column.Name, column.IsFilled)).Should().Equal(("id", false), ("total", false), ("state", true), ("seen", false));
    }

    [Fact]
    public async Task Columns_LeftOut_AreInNeitherRowsNorChanges()
    {
        await using var shop = await CapturedShop.OpenAsync(
            cluster, "place point, total numeric(12,2)", options => options with { Tables = ImmutableDictionary.Create<string, PostgreSqlTableOptions>(StringComparer.OrdinalIgnoreCase).Add("ORDERS", new PostgreSqlTableOptions { LeaveOut = ["PLACE"] }) });
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, '(1,2)', 3)");

        (await shop.PollAsync()).Select(change => CapturedShop.Line(change.After)).Should().Equal("1|3");
        (await shop.SnapshotAsync()).Should().Equal("1|3");
    }

    [Fact]
    public async Task LongText_ThatAnUpdateDoesNotTouch_IsKept()
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2), note text");
        await shop.Database.ExecuteAsync("ALTER TABLE orders ALTER COLUMN note SET STORAGE EXTERNAL");
        await shop.Database.ExecuteAsync("INSERT INTO orders VALUES (1, 1, repeat('harunire', 2000))");
        await shop.PollAsync();
        await shop.Database.ExecuteAsync("UPDATE orders SET total = 2");

        var change = (await shop.PollAsync()).Should().ContainSingle().Which;

        var note = string.Concat(Enumerable.Repeat("harunire", 2000));
        CapturedShop.Line(change.Before).Should().Be($"1|1|{note}");
        CapturedShop.Line(change.After).Should().Be($"1|2|{note}");
    }

    [Fact]
    public async Task Types_OfPostgreSqlsOwn_AreReadAsTheDocumentationSays()
    {
        await using var shop = await CapturedShop.OpenAsync(
            cluster,
            "yes boolean, code uuid, day date, at timestamp(3), zone timestamptz, doc jsonb, mood mood, price money_amount, empty text",
            null,
            "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN money_amount AS numeric(10,2) CHECK (VALUE >= 0)");
        await shop.Database.ExecuteAsync("""
            INSERT INTO orders VALUES (1, true, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '2024-02-29', '2024-02-29 10:00:00.125', '2024-02-29 10:00:00+05:30', '{"b":1,"a":[true]}', 'glad', 12.5, '')
            """);

        const string Expected = """1|1|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|2024-02-29 00:00:00|2024-02-29 10:00:00.125|2024-02-29 04:30:00+00:00|{"a": [true], "b": 1}|glad|12.5|NULL""";
        (await shop.SnapshotAsync()).Should().Equal(Expected);
        (await shop.PollAsync()).Select(change => CapturedShop.Line(change.After)).Should().Equal(Expected);
        shop.Tables[0].Columns.Select(column => column.Type.ToString()).Should().Equal(
            "NUMBER(10)", "NUMBER(1)", "VARCHAR2(36)", "DATE", "TIMESTAMP(3)", "TIMESTAMP(6) WITH TIME ZONE", "CLOB", "VARCHAR2", "NUMBER(10,2)", "VARCHAR2");
    }

    [Theory]
    [InlineData("any numeric", "'NaN'")]
    [InlineData("any numeric", "123456789012345678901234567890123456789.123")]
    [InlineData("any numeric", "1e200")]
    [InlineData("any timestamp", "'infinity'")]
    [InlineData("any date", "'-infinity'")]
    [InlineData("any timestamp", "'20000-01-01'")]
    public async Task Value_ThatOracleCanNotHold_StopsWithItsPlace(string column, string value)
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, column.Replace("any", "amount", StringComparison.Ordinal));
        await shop.Database.ExecuteAsync($"INSERT INTO orders VALUES (7, {value})");

        (await FailsAsync(CaptureErrors.BadValue, shop.SnapshotAsync)).Diagnostics[0].Subject.Should().Be("shop, public.orders.amount in the row with id = 7");
        (await FailsAsync(CaptureErrors.BadValue, shop.PollAsync)).Diagnostics[0].Subject.Should().Contain("public.orders.amount");
    }

    [Theory]
    [InlineData("CREATE TABLE t (id int PRIMARY KEY, p point)", "HAR3003")]
    [InlineData("CREATE TABLE t (id int PRIMARY KEY, n int GENERATED ALWAYS AS (id * 2) STORED)", "HAR3003")]
    [InlineData("CREATE TABLE t (id double precision PRIMARY KEY)", "HAR3002")]
    [InlineData("CREATE TABLE t (id int)", "HAR3002")]
    [InlineData("CREATE UNLOGGED TABLE t (id int PRIMARY KEY)", "HAR3023")]
    [InlineData("CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id)", "HAR3023")]
    [InlineData("CREATE VIEW t AS SELECT 1 AS id", "HAR3023")]
    [InlineData("CREATE TABLE \"aB\" (id int PRIMARY KEY); CREATE TABLE \"Ab\" (id int PRIMARY KEY)", "HAR3001", "ab")]
    [InlineData("CREATE TABLE tt (id int PRIMARY KEY)", "HAR3001")]
    public async Task Table_ThatCanNotBeCaptured_IsRefused(string ddl, string code, string name = "t")
    {
        await using var database = await PostgreSqlDatabase.CreateAsync(cluster);
        await database.ExecuteAsync(ddl);
        await using var source = database.NewSource();

        (await source.Invoking(s => s.DescribeAsync([new TableRequest(name, [])], Token)).Should().ThrowAsync<HarunireException>()).Which.Code.Code.Should().Be(code);
    }

    private static Task<HarunireException> FailsAsync<T>(ErrorCode code, Func<Task<T>> work) => LogTests.FailsAsync(code, work);
}
