using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Results.Cassandra.Tables;
using Harunire.Testing.Servers;

namespace Harunire.Results.Cassandra.Tests.Faults;

/// <summary>What a network does between the job and the node: the results stay equal to those of a job that was not disturbed.</summary>
public sealed class ProxyTests(CassandraServer server) : IAsyncLifetime
{
    private readonly Keyspace _keyspace = CassandraTarget.NewKeyspace();
    private LoopbackProxy _proxy = null!;
    private CassandraResultTarget _target = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        _proxy = new LoopbackProxy(server.ContactPoints[0], server.Port);
        _target = CassandraTarget.Open(Settings, _keyspace);
        await _target.EnsureTableAsync(Batches.Table, Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_target is not null)
        {
            await _target.DisposeAsync();
            await _proxy.DisposeAsync();
        }
    }

    [Fact]
    public async Task ReplyThatNeverComes_IsEndedByOurOwnDeadline_AndTheSessionIsRebuilt()
    {
        // As in csharp-driver#635: the driver's own time limit does not fire.
        await using var target = CassandraTarget.Open(Settings with { RequestDeadline = TimeSpan.FromSeconds(3), NodeTimeout = TimeSpan.FromMinutes(10) }, _keyspace);
        await target.ApplyAsync(Batches.Of(1, Rows(1)), Token);
        _proxy.SwallowReplies();

        await target.ApplyAsync(Batches.Of(2, Rows(2)), Token);

        _proxy.Swallowed.Should().BePositive();
        target.SessionRebuilds.Should().BePositive();
        (await Batches.DumpAsync(_target, Token)).Should().Equal(Expected(2));
    }

    [Fact]
    public async Task ConnectionsCutAgainAndAgain_RowsAreEqual()
    {
        await _target.ApplyAsync(Batches.Of(1, Rows(1)), Token);
        var applying = Task.Run(
            async () =>
            {
                for (var version = 2; version <= 8; version++)
                {
                    await _target.ApplyAsync(Batches.Of(version, Rows(version)), Token);
                }
            },
            Token);
        for (var cut = 0; cut < 8 && !applying.IsCompleted; cut++)
        {
            await Task.WhenAny(applying, Task.Delay(TimeSpan.FromMilliseconds(300), Token));
            _proxy.Cut();
        }

        await applying;
        (await Batches.DumpAsync(_target, Token)).Should().Equal(Expected(8));
    }

    [Fact]
    public async Task SlowReplies_RowsAreEqual()
    {
        _proxy.Delay = TimeSpan.FromMilliseconds(100);
        await _target.ApplyAsync(Batches.Of(1, Rows(1)), Token);
        (await Batches.DumpAsync(_target, Token)).Should().Equal(Expected(1));
    }

    [Fact]
    public async Task ClusterAway_WaitsAndGoesOn_AndEndsWithATypedErrorAfterTheLimit()
    {
        await _target.ApplyAsync(Batches.Of(1, Rows(1)), Token);
        _proxy.IsDown = true;
        var waiting = _target.ApplyAsync(Batches.Of(2, Rows(2)), Token);
        await using var impatient = CassandraTarget.Open(Settings with { ConnectLimit = TimeSpan.FromSeconds(1) }, _keyspace);

        var failure = (await impatient.Invoking(t => t.LastAppliedAsync("totals", Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.Unavailable);
        failure.IsTransient.Should().BeTrue();
        waiting.IsCompleted.Should().BeFalse("an outage holds the job back");
        _proxy.IsDown = false;
        await waiting;
        (await Batches.DumpAsync(_target, Token)).Should().Equal(Expected(2));
    }

    private CassandraSettings Settings => CassandraTarget.Settings(server) with { Port = _proxy.Port };

    private static ResultRow[] Rows(long amount) => [.. Enumerable.Range(1, 300).Select(store => Batches.Row(store, amount + store))];

    private static IEnumerable<string> Expected(long amount) => Enumerable.Range(1, 300).Select(store => $"{store}|{amount + store}|-");
}
