using Harunire.Jobs.Epochs;
using Harunire.Model.Errors;

namespace Harunire.Jobs.Tests.Capturing;

public sealed class TornAppendTests : IAsyncDisposable
{
    private readonly ShopPipeline _shop = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Capture_AppendsTornAtRandomPlaces_SumsToTheTables(int seed)
    {
        var random = new Random(seed);
        var tables = await _shop.SetUpAsync();
        _shop.Work(random, 40);
        var log = new TornLog(_shop.Log, random);
        var capture = _shop.Capture(3, log, cutEvents: 4);
        for (var step = 0; step < 80; step++)
        {
            try
            {
                await capture.PollOnceAsync(TestContext.Current.CancellationToken);
            }
            catch (HarunireException)
            {
                // A crash or a retry: both begin with what the log holds.
                capture = random.Next(2) == 0 ? _shop.Capture(3, log, cutEvents: 4) : capture;
            }

            _shop.Work(random, random.Next(3));
        }

        log.FailOneIn = 0;
        await capture.RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        var sums = new RowSums(tables);
        var reader = new EpochReader(_shop.Log, _shop.Registry, "shop", tables, EpochPosition.Start);
        await sums.AddAllAsync(reader);

        log.Failures.Should().BeGreaterThan(20, "seed {0}", seed);
        sums.Lines.Should().Be(_shop.TableLines(tables), "seed {0}", seed);
    }

    [Fact]
    public async Task Capture_LargeTransaction_IsOneCutInAppendsOfLimitedSize()
    {
        var tables = await _shop.SetUpAsync();
        var log = new TornLog(_shop.Log, new Random(1)) { FailOneIn = 0 };
        var capture = _shop.Capture(2, log, cutEvents: 500);
        await capture.RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        _shop.Execute("INSERT INTO orders (id, customer, total) WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 20000) SELECT n, 'c', 1 FROM s");

        var totals = await capture.RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);

        totals.Cuts.Should().Be(2);
        totals.Changes.Should().Be(20_000);
        log.LargestAppend.Should().Be(501, "BEGIN and 500 events");
        var sums = new RowSums(tables);
        var reader = new EpochReader(_shop.Log, _shop.Registry, "shop", tables, EpochPosition.Start, coalesceEvents: 100_000);
        var wholes = 0;
        while (await reader.TryReadAsync(TestContext.Current.CancellationToken) is { } epoch)
        {
            epoch.Events.Should().BeLessThanOrEqualTo(500);
            sums.Add(epoch);
            wholes += epoch.IsWhole ? 1 : 0;
        }

        wholes.Should().Be(2);
        sums.Lines.Should().Be(_shop.TableLines(tables));
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();
}
