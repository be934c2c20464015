using Harunire.Jobs.Epochs;
using Harunire.Jobs.Retention;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Tests.Retention;

public sealed class TopicRetentionTests : IAsyncDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);
    private readonly ShopPipeline _shop = new();
    private readonly LaterClock _later = new(TimeSpan.FromHours(2));

    [Fact]
    public async Task Trim_OldRecordsThatEveryCheckpointHas_AreDeletedAndReadingGoesOn()
    {
        var tables = await FilledAsync();
        var sums = new RowSums(tables);
        var position = (await sums.AddAllAsync(Reader(tables, EpochPosition.Start)))!;

        var retention = Retention(_later, Need(tables, position));
        await retention.TrimAsync(Names(tables), TestContext.Current.CancellationToken);
        _shop.Execute("INSERT INTO orders VALUES (900, 'later', 1)");
        await _shop.Capture(2).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        await sums.AddAllAsync(Reader(tables, EpochPosition.FromBytes(position.ToBytes(), "test")));

        retention.Deleted.Should().BePositive();
        sums.Lines.Should().Be(_shop.TableLines(tables));
        (await FirstOffsetsAsync("shop.orders")).Should().OnlyContain(offset => offset > 0);
        (await FirstOffsetsAsync("shop.transaction")).Should().Equal(position.TransactionOffset - 1);
        var fromTheStart = async () => await new RowSums(tables).AddAllAsync(Reader(tables, EpochPosition.Start));
        (await fromTheStart.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(TopicErrors.OffsetGone);
    }

    [Fact]
    public async Task Trim_WhatOneMappingHasNotTakenIn_Stays()
    {
        var tables = await FilledAsync();
        var first = (await Reader(tables, EpochPosition.Start).TryReadAsync(TestContext.Current.CancellationToken))!;
        var behind = first.After;
        var ahead = (await new RowSums(tables).AddAllAsync(Reader(tables, EpochPosition.Start)))!;

        await Retention(_later, Need(tables, ahead), Need(tables, behind)).TrimAsync(Names(tables), TestContext.Current.CancellationToken);

        // What the one behind has not taken in is what the whole log has beyond it.
        var whole = new RowSums(tables);
        whole.Add(first);
        await whole.AddAllAsync(Reader(tables, EpochPosition.FromBytes(behind.ToBytes(), "test")));
        whole.Lines.Should().Be(_shop.TableLines(tables));
        (await FirstOffsetsAsync("shop.transaction")).Should().Equal(behind.TransactionOffset - 1);
    }

    [Fact]
    public async Task Trim_WithoutACheckpoint_KeepsAllButOldPositions()
    {
        var tables = await FilledAsync();

        await Retention(_later, Need(tables, null)).TrimAsync(Names(tables), TestContext.Current.CancellationToken);

        var sums = new RowSums(tables);
        await sums.AddAllAsync(Reader(tables, EpochPosition.Start));
        sums.Lines.Should().Be(_shop.TableLines(tables));
        (await _shop.Log.ListTopicsAsync()).Single(t => t.Name == "shop.harunire.positions").Records.Should().Be(1);
    }

    [Fact]
    public async Task Trim_YoungRecords_Stay()
    {
        var tables = await FilledAsync();
        var position = (await new RowSums(tables).AddAllAsync(Reader(tables, EpochPosition.Start)))!;

        await Retention(new LaterClock(TimeSpan.Zero), Need(tables, position)).TrimAsync(Names(tables), TestContext.Current.CancellationToken);

        (await FirstOffsetsAsync("shop.orders")).Should().OnlyContain(offset => offset == 0);
    }

    [Fact]
    public async Task Trim_OfATableThatNoMappingReads_GoesByAge()
    {
        var tables = await FilledAsync();
        TableSchema[] orders = [tables[0]];
        var position = (await new RowSums(orders).AddAllAsync(Reader(orders, EpochPosition.Start)))!;

        await Retention(_later, Need(orders, position)).TrimAsync(Names(tables), TestContext.Current.CancellationToken);

        var lines = (await _shop.Log.ListTopicsAsync()).Single(t => t.Name == "shop.lines");
        lines.Records.Should().Be(0);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private static TopicNeed Need(IReadOnlyList<TableSchema> tables, EpochPosition? position) => new(Names(tables), position);

    private static TableName[] Names(IReadOnlyList<TableSchema> tables) => [.. tables.Select(t => t.Name)];

    private TopicRetention Retention(TimeProvider clock, params TopicNeed[] needs) => new(_shop.Log, "shop", Age, () => needs, clock);

    private EpochReader Reader(IReadOnlyList<TableSchema> tables, EpochPosition start) => new(_shop.Log, _shop.Registry, "shop", tables, start);

    private async Task<long[]> FirstOffsetsAsync(string topic) => [.. (await _shop.Log.ListTopicsAsync()).Single(t => t.Name == topic).Partitions.Select(p => p.FirstOffset)];

    // Snapshot chunks, then several cuts.
    private async Task<IReadOnlyList<TableSchema>> FilledAsync()
    {
        var tables = await _shop.SetUpAsync();
        var random = new Random(11);
        _shop.Work(random, 40);
        var capture = _shop.Capture(2);
        await capture.RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
        {
            _shop.Work(random, 20);
            await capture.PollOnceAsync(TestContext.Current.CancellationToken);
        }

        return tables;
    }

    private sealed class LaterClock(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + later;
    }
}
