using System.Globalization;
using Harunire.Jobs.Capturing;
using Harunire.Jobs.Epochs;
using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Tests.Epochs;

public sealed class CaptureToEpochsTests : IAsyncDisposable
{
    private readonly ShopPipeline _shop = new();

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(3, 4, 50)]
    [InlineData(4, 2, 5)]
    public async Task Epochs_OfRandomWorkloadWithRestarts_SumToTheTablesAtEachCut(int seed, int partitions, long coalesce)
    {
        var random = new Random(seed);
        var tables = await _shop.SetUpAsync();
        _shop.Work(random, 60);
        var capture = _shop.Capture(partitions);
        var position = EpochPosition.Start;
        var reader = new EpochReader(_shop.Log, _shop.Registry, "shop", tables, position, coalesce);
        var sums = new RowSums(tables);
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        var epochs = 0;
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(4) == 0)
            {
                capture = _shop.Capture(partitions);
            }

            // Nothing writes between the poll and the naive reading: the tables are those of the poll's SCN.
            var outcome = await capture.PollOnceAsync();
            if (outcome.Kind == PollKind.Cut)
            {
                expected[outcome.Scn.ToString(CultureInfo.InvariantCulture)] = _shop.TableLines(tables);
            }

            _shop.Work(random, random.Next(6));
            if (random.Next(4) == 0)
            {
                reader = new EpochReader(_shop.Log, _shop.Registry, "shop", tables, EpochPosition.FromBytes(position.ToBytes(), "test"), coalesce);
            }

            while (random.Next(3) > 0 && await reader.TryReadAsync() is { } epoch)
            {
                position = epoch.After;
                epochs++;
                sums.Add(epoch);
                if (epoch.IsWhole)
                {
                    sums.Lines.Should().Be(expected[epoch.Cut.Scn.ToString(CultureInfo.InvariantCulture)], $"seed {seed}, step {step}");
                }
            }
        }

        epochs.Should().BeGreaterThan(5, $"seed {seed}");
        reader.Orphans.Should().Be(0);
        reader.Duplicates.Should().Be(0);
    }

    [Fact]
    public async Task Run_Once_EndsWithACutOfTheSourcesScn()
    {
        await _shop.SetUpAsync();
        _shop.Execute("INSERT INTO orders VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
        var outcomes = new List<PollOutcome>();

        var totals = await _shop.Capture(2).RunAsync(once: true, TimeSpan.Zero, outcomes.Add, TestContext.Current.CancellationToken);
        var again = await _shop.Capture(2).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);

        totals.Should().Be(new CaptureTotals(3, 0, 1, 3));
        again.Should().Be(new CaptureTotals(0, 0, 0, 3));
        outcomes[^1].Kind.Should().Be(PollKind.Cut);
    }

    [Fact]
    public async Task Capture_TableOfAnotherShape_IsRefused()
    {
        await _shop.SetUpAsync();
        await _shop.Capture(1).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        _shop.Execute("ALTER TABLE orders RENAME COLUMN total TO sum");

        var failure = await FluentActions.Awaiting(() => _shop.Capture(1).StartAsync()).Should().ThrowAsync<HarunireException>();
        failure.Which.Code.Should().Be(JobErrors.TableSetChanged);
        failure.Which.Message.Should().Contain("'total NUMBER(10,2)' is now 'sum NUMBER(10,2)'");
    }

    [Fact]
    public async Task Reader_EventsOfABlockMissing_RefusesTheCut()
    {
        var tables = await _shop.SetUpAsync();
        _shop.Execute("INSERT INTO orders VALUES (1, 'a', 1)");
        await _shop.Capture(1).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        var end = await _shop.Log.EndOffsetAsync("shop.transaction", 0);
        var all = await _shop.Log.ReadAsync("shop.transaction", 0, 0, ReadLimits.Default);
        all.Should().HaveCount((int)end);
        var position = EpochPosition.Start with { Offsets = EpochPosition.Start.Offsets.Add("shop.orders-0", 1) };

        var failure = await FluentActions.Awaiting(async () => await new EpochReader(_shop.Log, _shop.Registry, "shop", tables, position).TryReadAsync()).Should().ThrowAsync<HarunireException>();
        failure.Which.Code.Should().Be(JobErrors.IncompleteCut);
    }

    [Fact]
    public async Task Reader_DuplicatesAndOrphans_AreDroppedAndCounted()
    {
        var tables = await _shop.SetUpAsync();
        _shop.Execute("INSERT INTO orders VALUES (1, 'a', 1)");
        var capture = _shop.Capture(1);
        await capture.RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        var snapshot = (await _shop.Log.ReadAsync("shop.orders", 0, 0, ReadLimits.Default))[0];
        var copy = new ProducedRecord { Topic = "shop.orders", Key = snapshot.Key!.Value.ToArray(), Value = snapshot.Value!.Value.ToArray(), TimestampMilliseconds = 0 };
        await _shop.Log.AppendAsync([copy, copy]);
        _shop.Execute("UPDATE orders SET total = 2");
        await capture.PollOnceAsync();
        var reader = new EpochReader(_shop.Log, _shop.Registry, "shop", tables, EpochPosition.Start);

        var epochs = new List<Epoch>();
        while (await reader.TryReadAsync() is { } epoch)
        {
            epochs.Add(epoch);
        }

        epochs.Sum(e => e.Deltas[tables[0].Name].Count).Should().Be(1 + 2);
        (reader.Duplicates + reader.Orphans).Should().Be(2);
    }

    [Fact]
    public async Task Reader_ColumnTheTopicLacks_NamesThePlace()
    {
        var tables = await _shop.SetUpAsync();
        _shop.Execute("INSERT INTO orders VALUES (1, 'a', 1)");
        await _shop.Capture(1).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        var other = tables[0] with { Columns = tables[0].Columns.Add(tables[0].Columns[1] with { Name = "more" }) };

        var failure = await FluentActions.Awaiting(async () => await new EpochReader(_shop.Log, _shop.Registry, "shop", [other], EpochPosition.Start).TryReadAsync()).Should().ThrowAsync<HarunireException>();
        failure.Which.Code.Should().Be(JobErrors.ForeignEvent);
        failure.Which.Message.Should().Contain("shop.orders-0@0");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();
}
