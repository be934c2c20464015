using Harunire.Capture;
using Harunire.Jobs.Epochs;
using Harunire.Model.Errors;

namespace Harunire.Jobs.Tests.Capturing;

public sealed class ColumnChangeTests : IAsyncDisposable
{
    private readonly ShopPipeline _shop = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Capture_ColumnAdded_GoesOnWithAndWithoutIt(bool whileRunning)
    {
        var tables = await _shop.SetUpAsync();
        _shop.Execute("INSERT INTO orders (id, customer, total) VALUES (1, 'a', 1)");
        var capture = _shop.Capture(1);
        await RunAsync(capture);

        _shop.Execute("ALTER TABLE orders ADD COLUMN note TEXT DEFAULT 'old'; UPDATE orders SET total = 2; INSERT INTO orders VALUES (2, 'b', 2, 'before apply')");
        capture = whileRunning ? capture : _shop.Capture(1);
        await PollAsync(capture);
        await _shop.SetUpAsync();
        _shop.Execute("UPDATE orders SET note = 'after apply', total = 3; DELETE FROM orders WHERE id = 2");
        await PollAsync(whileRunning ? capture : _shop.Capture(1));
        _shop.Execute("INSERT INTO orders VALUES (3, 'c', 3, 'new')");
        await RunAsync(_shop.Capture(1));

        // Mappings that were made for the old columns go on; the new schema version has the new one, and no event tells a value that it does not know.
        var sums = new RowSums(tables);
        await sums.AddAllAsync(new EpochReader(_shop.Log, _shop.Registry, "shop", tables, EpochPosition.Start));
        sums.Lines.Should().Be(_shop.TableLines(tables));
        (await _shop.Registry.GetVersionsAsync("shop.orders-value", TestContext.Current.CancellationToken)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Reader_ThatNeedsTheAddedColumn_IsRefusedAtTheFirstEventWithoutIt()
    {
        await _shop.SetUpAsync();
        _shop.Execute("INSERT INTO orders (id, customer, total) VALUES (1, 'a', 1)");
        await RunAsync(_shop.Capture(1));
        _shop.Execute("ALTER TABLE orders ADD COLUMN note TEXT DEFAULT 'old'");
        var tables = await _shop.SetUpAsync();
        await RunAsync(_shop.Capture(1));

        var read = async () => await new EpochReader(_shop.Log, _shop.Registry, "shop", tables, EpochPosition.Start).TryReadAsync();

        (await read.Should().ThrowAsync<HarunireException>()).Which.Message.Should().Contain("shop.orders-0@0").And.Contain("orders");
    }

    [Theory]
    [InlineData("ALTER TABLE orders RENAME COLUMN total TO sum", "total")]
    [InlineData("DROP TRIGGER harunire_1_ai; DROP TRIGGER harunire_1_au; DROP TRIGGER harunire_1_ad; DROP TRIGGER harunire_1_bi; DROP TRIGGER harunire_1_bu; ALTER TABLE orders DROP COLUMN total", "total")]
    public async Task Capture_ColumnRenamedOrDropped_StopsWithItsNameAndStartsNoMore(string ddl, string column)
    {
        await _shop.SetUpAsync();
        var capture = _shop.Capture(1);
        await RunAsync(capture);
        _shop.Execute(ddl);

        var running = await FluentActions.Awaiting(() => capture.PollOnceAsync()).Should().ThrowAsync<HarunireException>();
        var restarted = await FluentActions.Awaiting(() => _shop.Capture(1).PollOnceAsync()).Should().ThrowAsync<HarunireException>();

        running.Which.Code.Should().Be(CaptureErrors.TableChanged);
        running.Which.Message.Should().Contain(column);
        restarted.Which.Code.Should().Be(JobErrors.TableSetChanged);
        restarted.Which.Message.Should().Contain(column);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private static Task RunAsync(Jobs.Capturing.CaptureJob capture) => capture.RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);

    private static Task PollAsync(Jobs.Capturing.CaptureJob capture) => capture.PollOnceAsync(TestContext.Current.CancellationToken);
}
