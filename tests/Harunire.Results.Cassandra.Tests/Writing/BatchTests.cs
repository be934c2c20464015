using Cassandra;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Results.Cassandra.Sessions;
using Harunire.Results.Cassandra.Tables;
using Harunire.Results.Cassandra.Writing;
using Harunire.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harunire.Results.Cassandra.Tests.Writing;

/// <summary>Half-written batches, processes that wake up late, and other writers.</summary>
public sealed class BatchTests(CassandraServer server) : IAsyncLifetime
{
    private readonly Keyspace _keyspace = CassandraTarget.NewKeyspace();
    private CassandraResultTarget _target = null!;
    private Cluster _cluster = null!;
    private ISession _bare = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        _target = NewTarget();
        await _target.EnsureTableAsync(Batches.Table, Token);
        _cluster = Cluster.Builder().AddContactPoints(server.ContactPoints).WithPort(server.Port).Build();
        _bare = await _cluster.ConnectAsync(_keyspace.Name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _target.DisposeAsync();
            await _cluster.ShutdownAsync();
        }
    }

    [Fact]
    public async Task HalfWrittenBatch_IsRefusedToReaders_AndResumedWithItsOwnTime()
    {
        await _target.ApplyAsync(Batches.Of(1, Batches.Row(1, 10), Batches.Row(2, 20)), Token);
        var second = Batches.Of(2, Batches.Row(1, 11), Batches.Row(2, null));
        await WriteHalfAsync(second, 1);

        var failure = (await _target.Invoking(t => t.OpenViewAsync(Batches.Table, Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.BatchInFlight);
        (await _target.LastAppliedAsync("totals", Token)).Should().Match<AppliedState>(s => s.Version == 1 && s.BegunVersion == 2);

        // Another process, with a fence of its own, finishes what the first one began.
        var before = await WriteTimeAsync(1);
        await using var successor = NewTarget();
        (await successor.ApplyAsync(second, Token)).Applied.Should().BeTrue();
        (await WriteTimeAsync(1)).Should().Be(before, "a replay has the time of what it repeats");
        (await Batches.DumpAsync(successor, Token)).Should().Equal("1|11|-");

        await successor.ApplyAsync(Batches.Of(3, Batches.Row(1, 12)), Token);
        (await WriteTimeAsync(1)).Should().BeGreaterThan(before);
    }

    [Fact]
    public async Task HalfWrittenBatch_OfALostState_IsReplacedByKeysThatStand()
    {
        await _target.ApplyAsync(Batches.Of(1, Batches.Row(1, 10), Batches.Row(2, 20)), Token);
        await WriteHalfAsync(Batches.Of(2, Batches.Row(3, 30), Batches.Row(1, 11)), 1);
        await using var anew = NewTarget();

        var keys = await anew.ReadKeysAsync(Batches.Table, Token).ToListAsync(Token);
        keys.Select(k => k[0].ToString()).Should().BeEquivalentTo("1", "2", "3");
        await anew.ApplyAsync(Batches.Of(3, Batches.Row(1, 12), Batches.Row(2, null), Batches.Row(3, null)), Token);
        (await Batches.DumpAsync(anew, Token)).Should().Equal("1|12|-");
    }

    [Fact]
    public async Task Zombie_ThatWakesUpAfterItsSuccessor_LosesAndIsStopped()
    {
        await _target.ApplyAsync(Batches.Of(1, Batches.Row(1, 10), Batches.Row(2, 20)), Token);
        await using var successor = NewTarget();
        await successor.ApplyAsync(Batches.Of(2, Batches.Row(1, 11), Batches.Row(2, 21)), Token);

        // What was still in the old process's sockets: its own version 2 and a later delete, with the old fence.
        await _bare.ExecuteAsync(new SimpleStatement("INSERT INTO totals (store, note, harunire_written) VALUES (1, 'zombie', ?) USING TIMESTAMP ?", (1L << 36) | 2, (1L << 36) | 2));
        await _bare.ExecuteAsync(new SimpleStatement("DELETE FROM totals USING TIMESTAMP ? WHERE store = 2", (1L << 36) | 3));
        var failure = (await _target.Invoking(t => t.ApplyAsync(Batches.Of(3, Batches.Row(1, 666)), Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.Fenced);
        (await Batches.DumpAsync(successor, Token)).Should().Equal("1|11|-", "2|21|-");
        await successor.ApplyAsync(Batches.Of(3, Batches.Row(1, 12)), Token);
        (await Batches.DumpAsync(successor, Token)).Should().Equal("1|12|-", "2|21|-");
    }

    [Theory]
    [InlineData("INSERT INTO totals (store, amount) VALUES (1, 5) USING TIMESTAMP 4611686018427387904")]
    [InlineData("UPDATE totals USING TIMESTAMP 4611686018427387904 SET note = 'theirs' WHERE store = 1")]
    [InlineData("INSERT INTO totals (store, amount) VALUES (7, 5)")]
    public async Task RowOfAnotherWriter_IsFoundByItsWriteTime(string cql)
    {
        await _target.ApplyAsync(Batches.Of(1, Batches.Row(1, 10)), Token);
        await _bare.ExecuteAsync(new SimpleStatement(cql));
        await _target.ApplyAsync(Batches.Of(2, Batches.Row(1, 11)), Token);

        var failure = (await _target.Awaiting(t => Batches.DumpAsync(t, Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.ShadowedWrite);
    }

    [Fact]
    public async Task Table_DroppedAndMadeAnew_HasNoMarks()
    {
        await _target.ApplyAsync(Batches.Of(1, Batches.Row(1, 10)), Token);
        await _bare.ExecuteAsync(new SimpleStatement("DROP TABLE totals"));

        (await _target.LastAppliedAsync("totals", Token)).Should().Be(AppliedState.None);
        (await _target.Invoking(t => t.ApplyAsync(Batches.Of(2, Batches.Row(1, 11)), Token)).Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(ResultErrors.TableMissing);
        await _target.EnsureTableAsync(Batches.Table, Token);
        (await _target.LastAppliedAsync("totals", Token)).Should().Be(AppliedState.None);
        await _target.ApplyAsync(Batches.Of(1, Batches.Row(1, 12)), Token);
        (await Batches.DumpAsync(_target, Token)).Should().Equal("1|12|-");
    }

    [Fact]
    public async Task Table_Altered_IsRefusedWithTheColumn()
    {
        await _bare.ExecuteAsync(new SimpleStatement("ALTER TABLE totals ADD extra text"));
        var failure = (await _target.Invoking(t => t.EnsureTableAsync(Batches.Table, Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.TableMismatch);
        failure.Message.Should().Contain("found: value extra text");
    }

    [Fact]
    public async Task Table_OfSomebodyElse_IsRefused()
    {
        await _bare.ExecuteAsync(new SimpleStatement("DROP TABLE totals"));
        await _bare.ExecuteAsync(new SimpleStatement("CREATE TABLE totals (store int PRIMARY KEY, amount decimal, note text, harunire_written bigint)"));
        (await _target.Invoking(t => t.EnsureTableAsync(Batches.Table, Token)).Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(ResultErrors.ForeignTable);
    }

    [Fact]
    public async Task Keyspace_ReplicatedOtherwise_IsRefused()
    {
        await using var other = CassandraTarget.Open(CassandraTarget.Settings(server), _keyspace with { Replication = _keyspace.Replication.SetItem("replication_factor", "3") });
        var failure = (await other.Invoking(t => t.PlanTableAsync(Batches.Table, Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.ReplicationMismatch);
        failure.Message.Should().Contain("wanted: class SimpleStrategy, replication_factor 3").And.Contain("found: class SimpleStrategy, replication_factor 1");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RandomBatches_WithReplaysAndSuccessors_EqualADictionary(int seed)
    {
        var random = new Random(seed);
        var expected = new SortedDictionary<long, long>();
        var batches = new List<ResultBatch>();
        var target = NewTarget();
        for (var version = 1; version <= 40; version++)
        {
            var stores = Enumerable.Range(0, 20).Where(_ => random.Next(3) == 0).ToList();
            var rows = stores.Select(store => Batches.Row(store, random.Next(3) == 0 ? null : random.Next(1000))).ToList();
            foreach (var row in rows)
            {
                row.Key[0].AsNumber.TryToInt64(out var store).Should().BeTrue();
                expected.Remove(store);
                if (row.Values is [var amount, _] && amount.AsNumber.TryToInt64(out var value))
                {
                    expected[store] = value;
                }
            }

            batches.Add(Batches.Of(version, rows));
            await target.ApplyAsync(batches[^1], Token);
            for (var back = random.Next(3); back > 0; back--)
            {
                (await target.ApplyAsync(batches[random.Next(batches.Count)], Token)).Applied.Should().BeFalse();
            }

            if (random.Next(8) == 0)
            {
                await target.DisposeAsync();
                target = NewTarget();
            }
        }

        (await Batches.DumpAsync(target, Token)).Should().Equal(expected.Select(e => $"{e.Key}|{e.Value}|-"), "seed {0}", seed);
        await target.DisposeAsync();
    }

    private CassandraResultTarget NewTarget() => CassandraTarget.Open(CassandraTarget.Settings(server), _keyspace);

    // As a process leaves it that claims the table and dies after so many rows.
    private async Task WriteHalfAsync(ResultBatch batch, int rows)
    {
        await using var session = new CassandraSession(CassandraTarget.Settings(server), "dying", TimeProvider.System, NullLogger.Instance);
        var marks = new MarkStore(session, _keyspace.Name);
        var time = WriteTime.Of(await marks.ClaimAsync("totals", Token), batch.Version, "totals");
        await marks.BeginAsync((await marks.ReadAsync("totals", Token))!, "totals", time, Token);
        foreach (var request in EncodedBatch.Encode(batch, new CqlTable(Batches.Table, _keyspace.Name), time).Requests.Take(rows))
        {
            await session.ExecuteAsync(request, Token);
        }
    }

    private async Task<long> WriteTimeAsync(int store) =>
        (await _bare.ExecuteAsync(new SimpleStatement("SELECT WRITETIME(amount) AS written FROM totals WHERE store = ?", store))).Single().GetValue<long>("written");
}
