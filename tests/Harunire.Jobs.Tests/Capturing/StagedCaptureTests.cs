using System.Globalization;
using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Jobs.Capturing;
using Harunire.Jobs.Epochs;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Embedded;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Jobs.Tests.Capturing;

/// <summary>Capture and stream over a log without atomic appends: blocks that break off, END records of unknown fate, records that come late, two writers.</summary>
public sealed class StagedCaptureTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-staged-").FullName;
    private readonly SqliteConnection _shop;
    private readonly SqliteSource _source;
    private readonly SqliteTopicLog _file;
    private readonly SqliteSchemaRegistry _registry;
    private readonly TableRequest[] _requests = [new("orders", [])];
    private readonly Dictionary<long, string> _expected = [];
    private readonly Dictionary<string, long> _sums = new(StringComparer.Ordinal);
    private IReadOnlyList<TableSchema> _tables = [];

    public StagedCaptureTests()
    {
        _shop = new SqliteConnection($"Data Source={_folder}/shop.db");
        _shop.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, total NUMBER(10,2))");
        _source = new SqliteSource(SqliteFactory.Instance, $"Data Source={_folder}/shop.db", "shop");
        _file = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, $"{_folder}/topics.db");
        _registry = SqliteSchemaRegistry.Open(SqliteFactory.Instance, $"{_folder}/registry.db");
    }

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Epochs_AppendsBreakOffAndRecordsComeLate_SumToTheTablesAtEachCut(int seed)
    {
        var random = new Random(seed);
        await SetUpAsync(random);
        var log = new SplittingTopicLog(_file, random);
        var captures = new[] { Capture(log), Capture(log) };
        await captures[0].StartAsync();
        log.FaultPercent = 25;
        var position = EpochPosition.Start;
        var reader = Reader(log, position);
        var (epochs, failures) = (0, 0);
        for (var step = 0; step < 60; step++)
        {
            // Now and then the other capture writes, without knowing of the first: a zombie.
            var writer = random.Next(8) == 0 ? 1 : 0;
            if (random.Next(10) == 0)
            {
                captures[writer] = Capture(log);
            }

            await RememberAsync();
            try
            {
                await captures[writer].PollOnceAsync();
            }
            catch (HarunireException failure) when (failure.IsTransient)
            {
                failures++;
                captures[writer] = Capture(log);
            }

            Work(random, random.Next(6));
            if (random.Next(5) == 0)
            {
                reader = Reader(log, EpochPosition.FromBytes(position.ToBytes(), "test"));
            }

            while (random.Next(3) > 0 && await reader.TryReadAsync() is { } epoch)
            {
                position = epoch.After;
                epochs++;
                Add(epoch);
                if (epoch.IsWhole)
                {
                    Rendered().Should().Be(_expected[epoch.Cut.Scn], $"seed {seed}, step {step}");
                }
            }
        }

        log.FaultPercent = 0;
        await RememberAsync();
        await Patient(log, null).RunAsync(once: true, TimeSpan.Zero);
        while (await reader.TryReadAsync() is { } epoch)
        {
            Add(epoch);
        }

        Rendered().Should().Be(Table(), $"seed {seed}: the end");
        (epochs, failures, log.Faults).Should().Match<(int Epochs, int Failures, int Faults)>(c => c.Epochs > 3 && c.Failures > 5 && c.Faults > 5, $"seed {seed}");
        TestContext.Current.SendDiagnosticMessage($"seed {seed}: {epochs} epochs, {failures} failed polls, {log.LateRecords} late records, {reader.Orphans} orphans, {reader.VoidBlocks} void blocks");
    }

    [Fact]
    public async Task TakeOver_EndAcknowledgedAndPositionLost_GoesOnBehindTheBlock()
    {
        await SetUpAsync(new Random(1));
        var log = new SplittingTopicLog(_file, new Random(1));
        await Capture(log).RunAsync(once: true, TimeSpan.Zero);
        var ends = await _file.EndOffsetAsync("shop.transaction", 0);

        // The last record of the positions topic is lost with its process: what stays is an older position under the same key.
        var older = (await _file.ReadAsync("shop.harunire.positions", 0, 0, ReadLimits.Default))[0];
        await _file.AppendAsync([new() { Topic = "shop.harunire.positions", Key = older.Key!.Value.ToArray(), Value = older.Value!.Value.ToArray(), TimestampMilliseconds = 0 }]);
        var totals = await Capture(log).RunAsync(once: true, TimeSpan.Zero);

        totals.Should().Be(new CaptureTotals(0, 0, 0, totals.LastScn), "the blocks that count are found in the transaction topic");
        (await _file.EndOffsetAsync("shop.transaction", 0)).Should().Be(ends, "nothing was published again");
    }

    [Fact]
    public async Task Commit_AnotherCaptureBeginsABlock_IsOvertakenAndSaysSo()
    {
        await SetUpAsync(new Random(1));
        var log = new SplittingTopicLog(_file, new Random(1));
        var first = Capture(log);
        await first.StartAsync();
        var before = await log.EndOffsetAsync("shop.transaction", 0);
        log.BeforeNextEnd = () => Capture(log).PollOnceAsync();

        var failure = await FluentActions.Awaiting(() => first.PollOnceAsync()).Should().ThrowAsync<HarunireException>();

        failure.Which.Code.Should().Be(JobErrors.BlockOvertaken);
        failure.Which.IsTransient.Should().BeTrue();
        (await log.EndOffsetAsync("shop.transaction", 0)).Should().Be(before + 4, "both wrote BEGIN and END");
        await Capture(log).RunAsync(once: true, TimeSpan.Zero);
        var reader = Reader(log, EpochPosition.Start);
        while (await reader.TryReadAsync() is { } epoch)
        {
            Add(epoch);
        }

        reader.VoidBlocks.Should().Be(1);
        Rendered().Should().Be(Table());
    }

    [Fact]
    public async Task Reader_TransactionTopicReplaced_RefusesTheCheckpoint()
    {
        await SetUpAsync(new Random(1));
        await Capture(_file).RunAsync(once: true, TimeSpan.Zero);
        var epoch = await Reader(_file, EpochPosition.Start).TryReadAsync();
        var other = epoch!.After with { LastBlockMicroseconds = epoch.After.LastBlockMicroseconds - 1 };

        var failure = await FluentActions.Awaiting(async () => await Reader(_file, other).TryReadAsync()).Should().ThrowAsync<HarunireException>();

        failure.Which.Code.Should().Be(Topics.TopicErrors.TopicReplaced);
        failure.Which.Message.Should().Contain("shop.transaction-0@");
    }

    [Fact]
    public async Task Run_TopicsFailForAWhile_WaitsAndPublishesEverythingOnce()
    {
        await SetUpAsync(new Random(5));
        var log = new SplittingTopicLog(_file, new Random(5)) { FaultPercent = 40 };
        var told = 0;

        await Patient(log, _ => told++).RunAsync(once: true, TimeSpan.Zero);

        var reader = Reader(log, EpochPosition.Start);
        while (await reader.TryReadAsync() is { } epoch)
        {
            Add(epoch);
        }

        told.Should().Be(log.Faults).And.BeGreaterThan(0);
        Rendered().Should().Be(Table());
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        await _registry.DisposeAsync();
        await _source.DisposeAsync();
        await _shop.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static CaptureSettings Settings { get; } = new() { Prefix = "shop", Partitions = 2, ChunkRows = 7 };

    private CaptureJob Capture(ITopicLog log) => new(_source, _requests, log, _registry, Settings, TimeProvider.System);

    private CaptureJob Patient(ITopicLog log, Action<HarunireException>? told) =>
        new(_source, _requests, log, _registry, Settings with { Outage = new Outages.Outage(TimeSpan.FromMinutes(5), new HastyClock(), told) }, TimeProvider.System);

    private EpochReader Reader(ITopicLog log, EpochPosition position) => new(log, _registry, "shop", _tables, position);

    private async Task SetUpAsync(Random random)
    {
        _tables = await _source.DescribeAsync(_requests, default);
        await _source.ApplySetupAsync(await _source.PlanSetupAsync(_tables, default), default);
        Work(random, 40);
    }

    private async Task RememberAsync()
    {
        await using var view = await _source.OpenViewAsync(_tables, default);
        _expected[view.Scn] = Table();
    }

    private void Add(Epoch epoch)
    {
        var deltas = epoch.Deltas[_tables[0].Name];
        for (var i = 0; i < deltas.Count; i++)
        {
            var row = string.Join('|', deltas.Row(i).ToArray().Select(d => d.ToString()));
            if ((_sums[row] = _sums.GetValueOrDefault(row) + deltas.Weight(i)) == 0)
            {
                _sums.Remove(row);
            }
        }
    }

    private string Rendered() => string.Join('\n', _sums.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} x{r.Value}"));

    private string Table()
    {
        using var command = _shop.CreateCommand();
        command.CommandText = "SELECT * FROM orders";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, 3).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return string.Join('\n', rows.Order(StringComparer.Ordinal).Select(row => row + " x1"));
    }

    private void Work(Random random, int statements)
    {
        for (var i = 0; i < statements; i++)
        {
            Execute(random.Next(3) == 0
                ? $"DELETE FROM orders WHERE id = {random.Next(1, 60)}"
                : $"INSERT OR REPLACE INTO orders VALUES ({random.Next(1, 60)}, 'c{random.Next(5)}', {random.Next(100)})");
        }
    }

    private void Execute(string sql)
    {
        using var command = _shop.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Pauses end at once; time itself is the system's.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime < TimeSpan.Zero ? dueTime : TimeSpan.Zero, period);
    }
}
