using Harunire.Jobs.Epochs;
using Harunire.Jobs.Epochs.Connectors;
using Harunire.Jobs.Quarantines;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Testing;
using Harunire.Topics.Debezium;

namespace Harunire.Jobs.Tests.Connectors;

/// <summary>Epochs from the bytes of the real connector. Expected rows are those of the fixtures' readable form, followed by hand.</summary>
public sealed class ConnectorEpochReaderTests
{
    private const string Table = "server1.HR.ORDERS";
    private const string Transactions = "server1.transaction";
    private const string SnapshotRow = "HR.ORDERS 1000|2024-02-29 11:12:13.000000001|41|OPEN|7 x1";

    // 1000 is the snapshot's; 1001 is created, updated, deleted, and in the last transaction created and updated again; 1003 becomes 1004.
    private const string AtTheEnd = $"""
        {SnapshotRow}
        HR.ORDERS 1001|2024-03-01 10:20:26.123456789|42|COMPLETE|7 x1
        HR.ORDERS 1004|2024-03-01 10:20:27|128|OPEN|255 x1
        HR.ORDERS 99999999999999999999999999999999999999|2262-04-11 23:47:16.854775807|-1|CANCELLED|0 x1
        HR.NO_KEY 1|x x1
        """;

    private static TableSchema[] Both => [ConnectorTopics.Orders, ConnectorTopics.NoKey];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1_000)]
    [InlineData(3, 1)]
    [InlineData(3, 1_000)]
    public async Task Epochs_OfTheWholeLog_GiveTheTablesAtItsEnd(int partitions, long maxEvents)
    {
        await using var topics = await ConnectorTopics.FilledAsync(partitions: partitions);
        var sums = new RowSums(Both);

        var position = await AddAllAsync(sums, Reader(topics, Both, EpochPosition.Start, maxEvents));

        sums.Lines.Should().Be(AtTheEnd);
        (position!.Connector!.Scn, position.Connector.SnapshotScn, position.Connector.SnapshotRows).Should().Be((2_000_033, 1_999_000, 1));
        position.TransactionOffset.Should().Be(20);
    }

    [Fact]
    public async Task Epochs_OfAMappingsColumnsAlone_GiveThem()
    {
        await using var topics = await ConnectorTopics.FilledAsync();
        var ids = ConnectorTopics.AllTypes("ID");
        var sums = new RowSums([ids]);

        await AddAllAsync(sums, Reader(topics, [ids], EpochPosition.Start));

        // 1 is read; 2 is created, updated and deleted; 3 to 5 are created.
        sums.Lines.Should().Be("HR.ALL_TYPES 1 x1\nHR.ALL_TYPES 3 x1\nHR.ALL_TYPES 4 x1\nHR.ALL_TYPES 5 x1");
    }

    [Fact]
    public async Task Reader_StartedAnewAfterEachEpoch_GivesTheSame()
    {
        await using var topics = await ConnectorTopics.FilledAsync(partitions: 2);
        var sums = new RowSums(Both);
        var (position, epochs) = (EpochPosition.Start, 0);
        while (await Reader(topics, Both, EpochPosition.FromBytes(position.ToBytes(), "test")).TryReadAsync(TestContext.Current.CancellationToken) is { } epoch)
        {
            sums.Add(epoch);
            (position, epochs) = (epoch.After, epochs + 1);
        }

        sums.Lines.Should().Be(AtTheEnd);
        epochs.Should().Be(11, "the snapshot and ten transactions");
    }

    [Fact]
    public async Task Reader_AskedAfterEachRecord_StepsAtTransactionsOnly()
    {
        await using var topics = await ConnectorTopics.EmptyAsync(2);
        var reader = Reader(topics, Both, EpochPosition.Start);
        var sums = new RowSums(Both);
        foreach (var (topic, name) in new ConnectorRecording(ConnectorRecording.WithTransactions).Records)
        {
            await topics.AppendAsync(topic, name);
            var steps = 0;
            while (await reader.TryReadAsync(TestContext.Current.CancellationToken) is { } epoch)
            {
                sums.Add(epoch);
                steps++;
            }

            var closes = name.StartsWith("END", StringComparison.Ordinal) || (topic == Table && name == "read");
            (steps > 0).Should().Be(closes, $"{topic} {name}");
        }

        sums.Lines.Should().Be(AtTheEnd);
    }

    [Fact]
    public async Task Transaction_EndedBeforeItsEventsAreThere_IsWaitedFor()
    {
        await using var topics = await ConnectorTopics.FilledAsync(include: (_, name) => name == "read");
        await topics.AppendAsync(Transactions, "END-4");
        await topics.AppendAsync(Table, "create");
        await topics.AppendAsync(Table, "create-max");
        var sums = new RowSums([ConnectorTopics.Orders]);
        var reader = Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start);
        sums.Add((await reader.TryReadAsync(TestContext.Current.CancellationToken))!);

        var early = async () => await reader.TryReadAsync(TestContext.Current.CancellationToken);
        var failure = (await early.Should().ThrowAsync<HarunireException>()).Which;
        await topics.AppendAsync(Table, "create-3");
        sums.Add((await reader.TryReadAsync(TestContext.Current.CancellationToken))!);

        (failure.Code, failure.IsTransient).Should().Be((JobErrors.IncompleteCut, true));
        sums.Lines.Split('\n').Should().HaveCount(4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public async Task Connector_KilledBeforeAnEndAndStartedAgain_ChangesNothing(long maxEvents)
    {
        await using var topics = await ConnectorTopics.FilledAsync(include: (topic, name) => topic != Transactions || Number(name) <= 7);
        for (var i = 0; i < 2; i++)
        {
            await topics.AppendTransactionAsync(4, ("ORDERS", "create"), ("ORDERS", "create-max"), ("ORDERS", "create-3"));
            await topics.AppendTransactionAsync(5, ("ORDERS", "update"));
            await topics.AppendTransactionAsync(6, ("ORDERS", "delete"), ("ORDERS", "tombstone"));
            await topics.AppendTransactionAsync(7, ("ORDERS", "pkchange-1-delete"), ("ORDERS", "pkchange-2-tombstone"), ("ORDERS", "pkchange-3-create"));
        }

        await topics.AppendTransactionAsync(9, ("ORDERS", "multi-1-orders-create"), ("NO_KEY", "multi-2-nokey-create"), ("ORDERS", "multi-3-orders-update"));
        var sums = new RowSums(Both);

        await AddAllAsync(sums, Reader(topics, Both, EpochPosition.Start, maxEvents));

        sums.Lines.Should().Be(AtTheEnd);
    }

    [Fact]
    public async Task Transaction_WithoutEndBeforeTheNext_IsRefused()
    {
        await using var topics = await ConnectorTopics.FilledAsync(include: (topic, name) => topic != Transactions || Number(name) != 5);

        var read = async () => await AddAllAsync(new RowSums(Both), Reader(topics, Both, EpochPosition.Start));

        var failure = (await read.Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(JobErrors.StrayTransaction);
        failure.Diagnostics[0].Message.Should().Contain("09001f0015050000").And.Contain("2000019");
    }

    [Fact]
    public async Task Transaction_AfterALaterCommit_IsRefused()
    {
        await using var topics = await ConnectorTopics.FilledAsync(include: (_, name) => name == "read");
        await topics.AppendTransactionAsync(7, ("ORDERS", "pkchange-3-create"), ("ORDERS", "pkchange-1-delete"));
        await topics.AppendTransactionAsync(5, ("ORDERS", "update"));

        var read = async () => await AddAllAsync(new RowSums([ConnectorTopics.Orders]), Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start));

        (await read.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(JobErrors.StrayTransaction);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public async Task Connector_RestartedFromAnEarlierPlace_ChangesNothing(long maxEvents)
    {
        await using var topics = await ConnectorTopics.FilledAsync(include: (topic, name) => topic == Table && name == "read");
        await Once();
        var sums = new RowSums([ConnectorTopics.Orders]);
        var reader = Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start, maxEvents);
        var position = await AddAllAsync(sums, reader);
        var before = sums.Lines;

        await Once();
        await Once();
        await AddAllAsync(sums, reader);
        await AddAllAsync(sums, Reader(topics, [ConnectorTopics.Orders], position!, maxEvents));

        sums.Lines.Should().Be(before);
        reader.Duplicates.Should().BeGreaterThan(10);

        async Task Once()
        {
            await topics.AppendTransactionAsync(4, ("ORDERS", "create"), ("ORDERS", "create-max"), ("ORDERS", "create-3"));
            await topics.AppendTransactionAsync(5, ("ORDERS", "update"));
            await topics.AppendTransactionAsync(7, ("ORDERS", "pkchange-1-delete"), ("ORDERS", "pkchange-3-create"));
        }
    }

    [Fact]
    public async Task Transaction_WithEventsThatCameTwice_CountsThemOnce()
    {
        await using var topics = await ConnectorTopics.FilledAsync(include: (_, name) => name == "read");
        await topics.AppendTransactionAsync(4, ("ORDERS", "create"), ("ORDERS", "create-max"), ("ORDERS", "create"), ("ORDERS", "create-max"), ("ORDERS", "create-3"));
        var sums = new RowSums([ConnectorTopics.Orders]);

        await AddAllAsync(sums, Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start));

        sums.Lines.Split('\n').Should().HaveCount(4).And.OnlyContain(line => line.EndsWith(" x1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Transaction_PublishedTwiceUnderOneEnd_IsRefused()
    {
        await using var topics = await ConnectorTopics.FilledAsync(include: (_, name) => name == "read");
        await topics.AppendAsync(Transactions, "BEGIN-5");
        await topics.AppendAsync(Table, "update");
        await topics.AppendAsync(Table, "update", renumbered: 2);
        await topics.AppendEndAsync("09001f0015050000", ("ORCLPDB1.HR.ORDERS", 2));

        var read = async () => await AddAllAsync(new RowSums([ConnectorTopics.Orders]), Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start));

        (await read.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(JobErrors.RenumberedEvent);
    }

    [Fact]
    public async Task Snapshot_WithoutItsLastRow_IsWaitedFor()
    {
        await using var topics = await ConnectorTopics.EmptyAsync();
        var reader = Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start);
        await topics.AppendAsync(Table, "read", isLastRow: false);
        await topics.AppendAsync(Table, "read", isLastRow: false);
        (await reader.TryReadAsync(TestContext.Current.CancellationToken)).Should().BeNull();
        await topics.AppendTransactionAsync(4, ("ORDERS", "create"), ("ORDERS", "create-max"), ("ORDERS", "create-3"));

        var early = async () => await reader.TryReadAsync(TestContext.Current.CancellationToken);

        var failure = (await early.Should().ThrowAsync<HarunireException>()).Which;
        (failure.Code, failure.IsTransient).Should().Be((JobErrors.IncompleteCut, true));
        failure.Diagnostics[0].Message.Should().Contain("last row");
    }

    [Fact]
    public async Task Reader_OfATransactionTopicThatIsAnother_Refuses()
    {
        await using var topics = await ConnectorTopics.FilledAsync();
        var position = await AddAllAsync(new RowSums(Both), Reader(topics, Both, EpochPosition.Start, 1_000));
        await using var others = await ConnectorTopics.FilledAsync(include: (_, name) => name == "read");
        for (var i = 0; i < 12; i++)
        {
            await others.AppendTransactionAsync(4, ("ORDERS", "create"), ("ORDERS", "create-max"), ("ORDERS", "create-3"));
        }

        var read = async () => await Reader(others, Both, position!).TryReadAsync(TestContext.Current.CancellationToken);

        (await read.Should().ThrowAsync<HarunireException>()).Which.Code.Code.Should().Be("HAR4013");
    }

    [Fact]
    public async Task Snapshot_TakenAgainBeforeItWasDone_CountsOnce()
    {
        await using var topics = await ConnectorTopics.EmptyAsync(2);
        await topics.AppendAsync(Table, "read");
        await topics.AppendAsync(Table, "read", snapshotScn: "1999500");
        var sums = new RowSums([ConnectorTopics.Orders]);

        var position = await AddAllAsync(sums, Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start));

        sums.Lines.Should().Be(SnapshotRow);
        position!.Connector!.SnapshotScn.Should().Be(1_999_500);
    }

    [Fact]
    public async Task Snapshot_TakenAgainAfterItWasDone_IsRefusedAndMendedByARebuild()
    {
        await using var topics = await ConnectorTopics.EmptyAsync();
        await topics.AppendAsync(Table, "read");
        var reader = Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start);
        var position = await AddAllAsync(new RowSums([ConnectorTopics.Orders]), reader);
        await topics.AppendAsync(Table, "read", snapshotScn: "1999500");
        await topics.AppendTransactionAsync(4, ("ORDERS", "create"), ("ORDERS", "create-max"), ("ORDERS", "create-3"));

        var read = async () => await AddAllAsync(new RowSums([ConnectorTopics.Orders]), Reader(topics, [ConnectorTopics.Orders], position!));
        var failure = (await read.Should().ThrowAsync<HarunireException>()).Which;
        var rebuilt = new RowSums([ConnectorTopics.Orders]);
        await AddAllAsync(rebuilt, Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start));

        failure.Code.Should().Be(JobErrors.SecondSnapshot);
        failure.Diagnostics[0].Subject.Should().Be("HR.ORDERS in server1.HR.ORDERS-0@1");
        rebuilt.Lines.Split('\n').Should().HaveCount(4).And.OnlyContain(line => line.EndsWith(" x1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Topics_WithoutTransactions_AreRefused()
    {
        await using var topics = await ConnectorTopics.FilledAsync("");

        var read = async () => await AddAllAsync(new RowSums([ConnectorTopics.Orders]), Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start));

        var failure = (await read.Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(JobErrors.NoTransactions);
        failure.Diagnostics[0].Hint.Should().Contain("provide.transaction.metadata=true");
    }

    [Fact]
    public async Task LobThatWasNotSent_StopsOrGoesToQuarantine_NeverBecomesAValue()
    {
        await using var topics = await ConnectorTopics.FilledAsync();
        var table = ConnectorTopics.AllTypes("ID", "C_CLOB");
        var stopped = async () => await AddAllAsync(new RowSums([table]), Reader(topics, [table], EpochPosition.Start));
        var sums = new RowSums([table]);

        var position = await AddAllAsync(sums, Reader(topics, [table], EpochPosition.Start, 0, new Quarantine(topics.Log, ConnectorTopics.Prefix, 10)));

        var failure = (await stopped.Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(JobErrors.ForeignEvent);
        ((HarunireException)failure.InnerException!).Code.Code.Should().Be("HAR4204");
        position!.Quarantined["HR.ALL_TYPES"].Should().Be(2, "the update and the delete carry the placeholder");
        sums.Lines.Should().NotContain("__debezium_unavailable_value");
    }

    [Theory]
    [InlineData("")]
    [InlineData("variants/decimal-string")]
    [InlineData("variants/time-adaptive-us")]
    [InlineData("variants/interval-string")]
    [InlineData("variants/lob-enabled")]
    public async Task Snapshot_InEachModeOfTheConnector_GivesEqualRows(string variant)
    {
        await using var topics = await ConnectorTopics.FilledAsync(variant, include: (topic, name) => topic == Table && name == "read");
        var sums = new RowSums([ConnectorTopics.Orders]);

        await AddAllAsync(sums, Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start));

        sums.Lines.Should().Be(SnapshotRow);
    }

    [Theory]
    [InlineData("variants/decimal-double", "decimal.handling.mode=precise")]
    [InlineData("variants/time-connect", "time.precision.mode=adaptive")]
    public async Task Snapshot_InAModeThatLosesDigits_IsRefused(string variant, string hint)
    {
        await using var topics = await ConnectorTopics.FilledAsync(variant, include: (topic, name) => topic == Table && name == "read");

        var read = async () => await AddAllAsync(new RowSums([ConnectorTopics.Orders]), Reader(topics, [ConnectorTopics.Orders], EpochPosition.Start));

        var cause = (HarunireException)(await read.Should().ThrowAsync<HarunireException>()).Which.InnerException!;
        cause.Code.Code.Should().Be("HAR4203");
        cause.Diagnostics[0].Hint.Should().Contain(hint);
    }

    private static int Number(string name) => int.Parse(name.AsSpan(name.IndexOf('-', StringComparison.Ordinal) + 1), System.Globalization.CultureInfo.InvariantCulture);

    private static ConnectorEpochReader Reader(ConnectorTopics topics, TableSchema[] tables, EpochPosition start, long maxEvents = 0, Quarantine? quarantine = null) =>
        new(topics.Log, topics.Registry, ConnectorTopics.Prefix, tables, start, maxEvents, DecoderOptions.Strict, quarantine);

    private static async Task<EpochPosition?> AddAllAsync(RowSums sums, ConnectorEpochReader reader)
    {
        EpochPosition? position = null;
        while (await reader.TryReadAsync(TestContext.Current.CancellationToken) is { } epoch)
        {
            sums.Add(epoch);
            position = epoch.After;
        }

        return position;
    }
}
