using System.Text;
using Harunire.Jobs.Epochs;
using Harunire.Jobs.Quarantines;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Tests.Quarantines;

public sealed class QuarantineTests : IAsyncDisposable
{
    private readonly ShopPipeline _shop = new();

    /// <summary>FAULTS 3.2, row 19: bad magic, unknown schema, truncated, empty, wrong body.</summary>
    public static TheoryData<string> Poison => new("01000000010203", "000000ffff00", "0000", "", "00000000010000", "0000000003ffffffffffffffffffff01");

    [Theory]
    [MemberData(nameof(Poison))]
    public async Task Reader_Poison_StopsWithItsPlace(string hex)
    {
        var tables = await PoisonedAsync(hex);

        var read = async () => await new RowSums(tables).AddAllAsync(Reader(tables, null));

        var failure = (await read.Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(JobErrors.ForeignEvent);
        failure.Diagnostics[0].Subject.Should().Contain("shop.orders-0@1");
    }

    [Theory]
    [MemberData(nameof(Poison))]
    public async Task Reader_PoisonWithQuarantine_KeepsItByteForByteAndCountsIt(string hex)
    {
        var tables = await PoisonedAsync(hex);
        var sums = new RowSums(tables);

        var position = await sums.AddAllAsync(Reader(tables, new Quarantine(_shop.Log, "shop", 10)));

        // The poison belongs to no cut: the rows are right all the same, and nobody may rely on it.
        sums.Lines.Should().Be(_shop.TableLines(tables));
        position!.Quarantined["orders"].Should().Be(1);
        var kept = (await _shop.Log.ReadAsync("shop.quarantine", 0, 0, ReadLimits.Default)).Should().ContainSingle().Which;
        Convert.ToHexStringLower(kept.Value!.Value.Span).Should().Be(hex);
        var headers = kept.Headers.ToDictionary(h => h.Name, h => h.Value is null ? null : Encoding.UTF8.GetString(h.Value));
        headers.Should().Contain("harunire.topic", "shop.orders").And.Contain("harunire.partition", "0").And.Contain("harunire.offset", "1").And.Contain("harunire.key", "k").And.Contain("mine", "x");
        headers["harunire.code"].Should().StartWith("HAR4");
        headers["harunire.reason"].Should().NotBeEmpty();
    }

    [Fact]
    public async Task Reader_EventOfACutDamaged_GoesOnWithoutItAndCountsIt()
    {
        var tables = await _shop.SetUpAsync();
        _shop.Execute("INSERT INTO orders VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
        await _shop.Capture(1).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        var copy = new DamagingLog(_shop.Log, "shop.orders", 1);
        var sums = new RowSums(tables);

        var position = await sums.AddAllAsync(new EpochReader(copy, _shop.Registry, "shop", tables, EpochPosition.Start, 0, new Quarantine(_shop.Log, "shop", 10)));

        sums.Lines.Should().Be("orders 1|a|1 x1\norders 3|c|3 x1");
        position!.Quarantined["orders"].Should().Be(1);
    }

    [Fact]
    public async Task Reader_RestartedBeforeItsCheckpoint_QuarantinesOnce()
    {
        var tables = await PoisonedAsync("01");
        for (var i = 0; i < 3; i++)
        {
            var position = await new RowSums(tables).AddAllAsync(Reader(tables, new Quarantine(_shop.Log, "shop", 10)));
            EpochPosition.FromBytes(position!.ToBytes(), "test").Quarantined["orders"].Should().Be(1);
        }

        (await Quarantine.CountAsync(_shop.Log, "shop", TestContext.Current.CancellationToken)).Should().Be(1);
    }

    [Fact]
    public async Task Reader_MoreThanTheLimit_Stops()
    {
        var tables = await PoisonedAsync("01", "02", "03");

        var read = async () => await new RowSums(tables).AddAllAsync(Reader(tables, new Quarantine(_shop.Log, "shop", 2)));

        var failure = (await read.Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(JobErrors.QuarantineFull);
        failure.Diagnostics[0].Subject.Should().Be("shop.orders-0@3");
        (await Quarantine.CountAsync(_shop.Log, "shop", TestContext.Current.CancellationToken)).Should().Be(2);
    }

    [Fact]
    public async Task Reader_PoisonInTheTransactionTopic_AlwaysStops()
    {
        var tables = await PoisonedAsync();
        await _shop.Log.AppendAsync([new ProducedRecord { Topic = "shop.transaction", Key = null, Value = [1], TimestampMilliseconds = 0 }]);

        var read = async () => await new RowSums(tables).AddAllAsync(Reader(tables, new Quarantine(_shop.Log, "shop", 10)));

        (await read.Should().ThrowAsync<HarunireException>()).Which.Diagnostics[0].Subject.Should().StartWith("shop.transaction-0@");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private EpochReader Reader(IReadOnlyList<TableSchema> tables, Quarantine? quarantine) => new(_shop.Log, _shop.Registry, "shop", tables, EpochPosition.Start, 0, quarantine);

    // An order, the poison, another order: offsets 0, 1.., and the rest.
    private async Task<IReadOnlyList<TableSchema>> PoisonedAsync(params string[] poison)
    {
        var tables = await _shop.SetUpAsync();
        _shop.Execute("INSERT INTO orders VALUES (1, 'a', 1)");
        var capture = _shop.Capture(1);
        await capture.RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        await _shop.Log.AppendAsync([.. poison.Select(hex => new ProducedRecord
        {
            Topic = "shop.orders",
            Key = "k"u8.ToArray(),
            Value = Convert.FromHexString(hex),
            TimestampMilliseconds = 5,
            Headers = [new RecordHeader("mine", "x"u8.ToArray())],
        })]);
        _shop.Execute("INSERT INTO orders VALUES (2, 'b', 2)");
        await capture.PollOnceAsync(TestContext.Current.CancellationToken);
        return tables;
    }
}
