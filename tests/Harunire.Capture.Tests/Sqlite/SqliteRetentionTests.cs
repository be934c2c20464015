using Harunire.Capture.Sqlite;
using Harunire.Model.Errors;
using Microsoft.Data.Sqlite;

namespace Harunire.Capture.Tests.Sqlite;

public sealed class SqliteRetentionTests
{
    private const string Items = "CREATE TABLE items (id INTEGER PRIMARY KEY, code TEXT);";
    private const string Thousands = "INSERT INTO items WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 12000) SELECT n, 'c' FROM s;";

    [Fact]
    public async Task Acknowledge_ChangesThatAllHave_ShrinksTheLogToTheKeptEntries()
    {
        await using var shop = new ShopDatabase(Items);
        await shop.BeginAsync("items");
        shop.Execute(Thousands);
        await shop.CatchUpAsync("inserts");

        await shop.Source.AcknowledgeAsync(shop.Scn, TestContext.Current.CancellationToken);

        Entries(shop, "harunire_changes").Should().Be(1_000);
        Entries(shop, "harunire_log_1").Should().Be(1_000);
        shop.Execute("UPDATE items SET code = 'd' WHERE id < 500");
        await shop.CatchUpAsync("behind the kept entries");
    }

    [Fact]
    public async Task Acknowledge_WithASecondReader_KeepsWhatThatOneNeeds()
    {
        await using var shop = new ShopDatabase(Items);
        await shop.BeginAsync("items");
        await using var other = new SqliteSource(SqliteFactory.Instance, $"Data Source={shop.File}", "shop", reader: "other");
        await other.ApplySetupAsync(await other.PlanSetupAsync([shop.Table], TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        shop.Execute(Thousands);
        await shop.CatchUpAsync("inserts");

        await shop.Source.AcknowledgeAsync(shop.Scn, TestContext.Current.CancellationToken);

        Entries(shop, "harunire_changes").Should().Be(12_000);
        await using (var view = await other.OpenViewAsync([shop.Table], TestContext.Current.CancellationToken))
        {
            (await view.ReadChangesAsync([shop.Table], 0, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).Should().Be(12_000);
        }

        await other.AcknowledgeAsync(shop.Scn, TestContext.Current.CancellationToken);
        Entries(shop, "harunire_changes").Should().Be(1_000);
    }

    [Fact]
    public async Task ReadChanges_FromAForgottenScn_IsAGap()
    {
        await using var shop = new ShopDatabase(Items);
        await shop.BeginAsync("items");
        shop.Execute(Thousands);
        await shop.CatchUpAsync("inserts");
        await shop.Source.AcknowledgeAsync(shop.Scn, TestContext.Current.CancellationToken);
        await using var view = await shop.Source.OpenViewAsync([shop.Table], TestContext.Current.CancellationToken);

        var read = async () => await view.ReadChangesAsync([shop.Table], 10_999, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);

        (await read.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(CaptureErrors.LogGap);
        (await view.ReadChangesAsync([shop.Table], 11_000, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).Should().Be(1_000);
    }

    [Fact]
    public async Task OpenView_ReaderThatWasNeverSetUp_IsRefused()
    {
        await using var shop = new ShopDatabase(Items);
        await shop.BeginAsync("items");
        await using var other = new SqliteSource(SqliteFactory.Instance, $"Data Source={shop.File}", "shop", reader: "other");

        var failure = await other.Invoking(s => s.OpenViewAsync([shop.Table], default)).Should().ThrowAsync<HarunireException>();

        failure.Which.Code.Should().Be(CaptureErrors.SetupMissing);
        failure.Which.Message.Should().Contain("'other'");
    }

    private static long Entries(ShopDatabase shop, string table)
    {
        using var command = shop.Connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }
}
