using Harunire.Capture.Sqlite;
using Harunire.Model.Errors;
using Microsoft.Data.Sqlite;

namespace Harunire.Capture.Tests.Sqlite;

public sealed class SqliteRefusalTests
{
    private const string Items = "CREATE TABLE items (id INTEGER PRIMARY KEY, code TEXT, price REAL); INSERT INTO items VALUES (1, 'a', 1.5);";

    [Theory]
    [InlineData("DROP TRIGGER harunire_1_ad", "HAR3004")]
    [InlineData("ALTER TABLE items RENAME COLUMN code TO kode", "HAR3011")]
    [InlineData("CREATE UNIQUE INDEX later ON items (code)", "HAR3004")]
    [InlineData("CREATE UNIQUE INDEX later ON items (code) WHERE price > 1", "HAR3010")]
    [InlineData("CREATE UNIQUE INDEX later ON items (upper(code))", "HAR3010")]
    [InlineData("DROP TABLE items", "HAR3001")]
    [InlineData("DROP TABLE items; CREATE TABLE items (id INTEGER PRIMARY KEY, code TEXT, price REAL)", "HAR3004")]
    [InlineData("UPDATE items SET code = 'b'; DELETE FROM harunire_log_1", "HAR3008")]
    [InlineData("UPDATE items SET code = 'b'; DELETE FROM harunire_changes", "HAR3008")]
    [InlineData("UPDATE items SET price = 0.1 + 0.2", "HAR3005")]
    public async Task Source_Damaged_RefusesWithTypedError(string damage, string code)
    {
        await using var shop = new ShopDatabase(Items);
        await shop.BeginAsync("items");

        shop.Execute(damage);

        var failure = (await shop.Invoking(s => s.CatchUpAsync(damage)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Code.Should().Be(code, failure.Message);
    }

    [Fact]
    public async Task Snapshot_NullInKey_IsRefused()
    {
        await using var shop = new ShopDatabase("CREATE TABLE items (code TEXT PRIMARY KEY, n NUMBER); INSERT INTO items VALUES (NULL, 1);");

        var failure = await shop.Invoking(s => s.BeginAsync("items")).Should().ThrowAsync<HarunireException>();
        failure.Which.Code.Should().Be(CaptureErrors.NullKey);
    }

    [Fact]
    public async Task Source_MissingDatabase_IsRefusedAndNotMade()
    {
        var path = Path.Combine(Path.GetTempPath(), $"harunire-missing-{Environment.ProcessId}.db");
        await using var source = new SqliteSource(SqliteFactory.Instance, $"Data Source={path}", "shop");

        var failure = await source.Invoking(s => s.DescribeAsync([new TableRequest("items", [])], default)).Should().ThrowAsync<HarunireException>();

        failure.Which.Code.Should().Be(CaptureErrors.Unreachable);
        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public async Task Source_NotADatabase_IsRefused()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, new string('x', 5000), TestContext.Current.CancellationToken);
        await using var source = new SqliteSource(SqliteFactory.Instance, $"Data Source={path};Pooling=False", "shop");

        var failure = await source.Invoking(s => s.DescribeAsync([new TableRequest("items", [])], default)).Should().ThrowAsync<HarunireException>();

        failure.Which.Code.Should().Be(CaptureErrors.Unreachable);
        File.Delete(path);
    }

    [Theory]
    [InlineData("missing", "HAR3001")]
    [InlineData("keyless", "HAR3002")]
    [InlineData("odd", "HAR3003")]
    public async Task Describe_UnusableTable_IsRefused(string table, string code)
    {
        await using var shop = new ShopDatabase(Items + "CREATE TABLE keyless (n NUMBER); CREATE TABLE odd (id INTEGER PRIMARY KEY, g GEOMETRY);");

        var failure = await shop.Invoking(s => s.BeginAsync(table)).Should().ThrowAsync<HarunireException>();
        failure.Which.Code.Code.Should().Be(code);
    }
}
