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

namespace Harunire.Jobs.Tests.Epochs;

public sealed class CaptureToEpochsTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-jobs-").FullName;
    private readonly SqliteConnection _shop;
    private readonly SqliteSource _source;
    private readonly SqliteTopicLog _log;
    private readonly SqliteSchemaRegistry _registry;
    private readonly TableRequest[] _requests = [new("orders", []), new("lines", [])];

    public CaptureToEpochsTests()
    {
        _shop = new SqliteConnection($"Data Source={_folder}/shop.db");
        _shop.Open();
        Execute("PRAGMA journal_mode = WAL; CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, total NUMBER(10,2)); CREATE TABLE lines (order_id INTEGER, line TEXT, qty NUMBER, PRIMARY KEY (order_id, line)) WITHOUT ROWID;");
        _source = new SqliteSource(SqliteFactory.Instance, $"Data Source={_folder}/shop.db", "shop");
        _log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, $"{_folder}/topics.db");
        _registry = SqliteSchemaRegistry.Open(SqliteFactory.Instance, $"{_folder}/registry.db");
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(3, 4, 50)]
    [InlineData(4, 2, 5)]
    public async Task Epochs_OfRandomWorkloadWithRestarts_SumToTheTablesAtEachCut(int seed, int partitions, long coalesce)
    {
        var random = new Random(seed);
        var tables = await SetUpAsync();
        Work(random, 60);
        var capture = Capture(partitions);
        var position = EpochPosition.Start;
        var reader = new EpochReader(_log, _registry, "shop", tables, position, coalesce);
        var sums = tables.ToDictionary(t => t.Name, _ => new Dictionary<string, long>(StringComparer.Ordinal));
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        var epochs = 0;
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(4) == 0)
            {
                capture = Capture(partitions);
            }

            // Nothing writes between the poll and the naive reading: the tables are those of the poll's SCN.
            var outcome = await capture.PollOnceAsync();
            if (outcome.Kind == PollKind.Cut)
            {
                expected[outcome.Scn.ToString(CultureInfo.InvariantCulture)] = Tables(tables);
            }

            Work(random, random.Next(6));
            if (random.Next(4) == 0)
            {
                reader = new EpochReader(_log, _registry, "shop", tables, EpochPosition.FromBytes(position.ToBytes(), "test"), coalesce);
            }

            while (random.Next(3) > 0 && await reader.TryReadAsync() is { } epoch)
            {
                position = epoch.After;
                epochs++;
                foreach (var (table, deltas) in epoch.Deltas)
                {
                    for (var i = 0; i < deltas.Count; i++)
                    {
                        var row = string.Join('|', deltas.Row(i).ToArray().Select(d => d.ToString()));
                        var weight = sums[table][row] = sums[table].GetValueOrDefault(row) + deltas.Weight(i);
                        if (weight == 0)
                        {
                            sums[table].Remove(row);
                        }
                    }
                }

                Rendered(tables, sums).Should().Be(expected[epoch.Cut.Scn.ToString(CultureInfo.InvariantCulture)], $"seed {seed}, step {step}");
            }
        }

        epochs.Should().BeGreaterThan(5, $"seed {seed}");
        reader.Orphans.Should().Be(0);
        reader.Duplicates.Should().Be(0);
    }

    [Fact]
    public async Task Run_Once_EndsWithACutOfTheSourcesScn()
    {
        await SetUpAsync();
        Execute("INSERT INTO orders VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
        var outcomes = new List<PollOutcome>();

        var totals = await Capture(2).RunAsync(once: true, TimeSpan.Zero, outcomes.Add, TestContext.Current.CancellationToken);
        var again = await Capture(2).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);

        totals.Should().Be(new CaptureTotals(3, 0, 1, 3));
        again.Should().Be(new CaptureTotals(0, 0, 0, 3));
        outcomes[^1].Kind.Should().Be(PollKind.Cut);
    }

    [Fact]
    public async Task Capture_TableOfAnotherShape_IsRefused()
    {
        await SetUpAsync();
        await Capture(1).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        Execute("ALTER TABLE orders ADD COLUMN more TEXT");

        var failure = await FluentActions.Awaiting(() => Capture(1).StartAsync()).Should().ThrowAsync<HarunireException>();
        failure.Which.Code.Should().Be(JobErrors.TableSetChanged);
    }

    [Fact]
    public async Task Reader_EventsOfABlockMissing_RefusesTheCut()
    {
        var tables = await SetUpAsync();
        Execute("INSERT INTO orders VALUES (1, 'a', 1)");
        await Capture(1).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        var end = await _log.EndOffsetAsync("shop.transaction", 0);
        var all = await _log.ReadAsync("shop.transaction", 0, 0, ReadLimits.Default);
        all.Should().HaveCount((int)end);
        var position = EpochPosition.Start with { Offsets = EpochPosition.Start.Offsets.Add("shop.orders-0", 1) };

        var failure = await FluentActions.Awaiting(async () => await new EpochReader(_log, _registry, "shop", tables, position).TryReadAsync()).Should().ThrowAsync<HarunireException>();
        failure.Which.Code.Should().Be(JobErrors.IncompleteCut);
    }

    [Fact]
    public async Task Reader_DuplicatesAndOrphans_AreDroppedAndCounted()
    {
        var tables = await SetUpAsync();
        Execute("INSERT INTO orders VALUES (1, 'a', 1)");
        var capture = Capture(1);
        await capture.RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        var snapshot = (await _log.ReadAsync("shop.orders", 0, 0, ReadLimits.Default))[0];
        var copy = new ProducedRecord { Topic = "shop.orders", Key = snapshot.Key!.Value.ToArray(), Value = snapshot.Value!.Value.ToArray(), TimestampMilliseconds = 0 };
        await _log.AppendAsync([copy, copy]);
        Execute("UPDATE orders SET total = 2");
        await capture.PollOnceAsync();
        var reader = new EpochReader(_log, _registry, "shop", tables, EpochPosition.Start);

        var first = await reader.TryReadAsync();
        var second = await reader.TryReadAsync();
        var third = await reader.TryReadAsync();

        first!.Deltas[tables[0].Name].Count.Should().Be(1);
        second!.Deltas[tables[0].Name].Count.Should().Be(2);
        third.Should().BeNull();
        (reader.Duplicates + reader.Orphans).Should().Be(2);
    }

    [Fact]
    public async Task Reader_ColumnTheTopicLacks_NamesThePlace()
    {
        var tables = await SetUpAsync();
        Execute("INSERT INTO orders VALUES (1, 'a', 1)");
        await Capture(1).RunAsync(once: true, TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        var other = tables[0] with { Columns = tables[0].Columns.Add(tables[0].Columns[1] with { Name = "more" }) };

        var failure = await FluentActions.Awaiting(async () => await new EpochReader(_log, _registry, "shop", [other], EpochPosition.Start).TryReadAsync()).Should().ThrowAsync<HarunireException>();
        failure.Which.Code.Should().Be(JobErrors.ForeignEvent);
        failure.Which.Message.Should().Contain("shop.orders, partition 0, offset 0");
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _registry.DisposeAsync();
        await _source.DisposeAsync();
        await _shop.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Rendered(IReadOnlyList<TableSchema> tables, Dictionary<TableName, Dictionary<string, long>> sums) =>
        string.Join("\n", tables.SelectMany(t => sums[t.Name].OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{t.Name} {r.Key} x{r.Value}")));

    private CaptureJob Capture(int partitions) =>
        new(_source, _requests, _log, _registry, new CaptureSettings { Prefix = "shop", Partitions = partitions, ChunkRows = 7 }, TimeProvider.System);

    private async Task<IReadOnlyList<TableSchema>> SetUpAsync()
    {
        var tables = await _source.DescribeAsync(_requests, default);
        await _source.ApplySetupAsync(await _source.PlanSetupAsync(tables, default), default);
        return tables;
    }

    private string Tables(IReadOnlyList<TableSchema> tables)
    {
        var rows = new List<string>();
        foreach (var table in tables)
        {
            using var command = _shop.CreateCommand();
            command.CommandText = $"SELECT * FROM {table.Name.Table}";
            using var reader = command.ExecuteReader();
            var found = new List<string>();
            while (reader.Read())
            {
                found.Add(string.Join('|', Enumerable.Range(0, 3).Select(i => reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
            }

            found.Sort(StringComparer.Ordinal);
            rows.AddRange(found.Select(row => $"{table.Name} {row} x1"));
        }

        return string.Join("\n", rows);
    }

    private void Work(Random random, int statements)
    {
        for (var i = 0; i < statements; i++)
        {
            var id = random.Next(1, 30);
            Execute(random.Next(6) switch
            {
                0 or 1 => $"INSERT OR REPLACE INTO orders VALUES ({id}, 'c{random.Next(5)}', {random.Next(100)})",
                2 => $"INSERT OR REPLACE INTO lines VALUES ({id}, 'l{random.Next(3)}', {random.Next(9)}), ({id}, 'm', 1)",
                3 => $"UPDATE lines SET qty = qty + 1 WHERE order_id < {id}",
                4 => $"UPDATE OR REPLACE orders SET id = {random.Next(1, 30)} WHERE id = {id}",
                _ => $"DELETE FROM orders WHERE id = {id}",
            });
        }
    }

    private void Execute(string sql)
    {
        using var command = _shop.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
