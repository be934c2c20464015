using System.Collections.Concurrent;
using Harunire.Results.Cassandra.Tables;
using Harunire.Testing.Servers;
using Microsoft.Extensions.Logging;

namespace Harunire.Results.Cassandra.Tests.Faults;

/// <summary>Three nodes that are killed, stopped and started again while batches are written.</summary>
public sealed class NodeFaultTests : IAsyncLifetime
{
    private const int Batch = 60;
    private const int Stores = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(45);

    private readonly CassandraServer _server = new() { Nodes = 3 };
    private volatile bool _faultsAreOver;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task NodesKilledAndStopped_AtRandomMoments_RowsEqualThoseOfAnUndisturbedRun()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("HARUNIRE_FAULTS") == "1", "three nodes are heavy: ./build.sh --servers runs this test");
        await _server.StartAsync(Token);
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        var log = new Messages();
        var keyspace = CassandraTarget.NewKeyspace();
        keyspace = keyspace with { Replication = keyspace.Replication.SetItem("replication_factor", "3") };
        await using var target = CassandraTarget.Open(CassandraTarget.Settings(_server), keyspace, log);
        await target.EnsureTableAsync(Batches.Table, Token);
        var written = 0;
        var expected = new SortedDictionary<int, long>();
        var writing = Task.Run(
            async () =>
            {
                for (var version = 1; version <= Batch || !_faultsAreOver; version++)
                {
                    var stores = Enumerable.Range(1, Stores).Where(s => (s + version) % 3 == 0).ToList();
                    foreach (var store in stores)
                    {
                        expected.Remove(store);
                        if ((store + version) % 4 != 0)
                        {
                            expected[store] = version;
                        }
                    }

                    await target.ApplyAsync(Batches.Of(version, [.. stores.Select(s => Batches.Row(s, (s + version) % 4 == 0 ? null : version))]), Token);
                    Volatile.Write(ref written, version);
                }
            },
            Token);

        await RandomMomentAsync();
        var killed = random.Next(1, 4);
        await _server.KillAsync(killed, Token);
        await RandomMomentAsync();
        await _server.RestartAsync(killed, Token);
        await RandomMomentAsync();
        var paused = Enumerable.Range(1, 3).Where(n => n != killed).ToList();
        foreach (var node in paused)
        {
            await _server.PauseAsync(node, Token);
        }

        var before = Volatile.Read(ref written);
        await Task.WhenAny(writing, Task.Delay(Pause, Token));
        Volatile.Read(ref written).Should().BeLessThanOrEqualTo(before + 1, "without a quorum nothing may count as applied");
        foreach (var node in paused)
        {
            await _server.ResumeAsync(node, Token);
        }

        await RandomMomentAsync();
        _faultsAreOver = true;
        await writing;

        (await Batches.DumpAsync(target, Token)).Should().Equal(expected.Select(e => $"{e.Key}|{e.Value}|-"), "seed {0}", seed);
        log.Warnings.Should().NotBeEmpty("each fault is in the log");

        async Task RandomMomentAsync()
        {
            var until = Volatile.Read(ref written) + random.Next(1, 8);
            while (Volatile.Read(ref written) < until && !writing.IsCompleted)
            {
                await Task.WhenAny(writing, Task.Delay(TimeSpan.FromMilliseconds(50), Token));
            }
        }
    }

    private sealed class Messages : ILogger
    {
        public ConcurrentQueue<string> Warnings { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
            {
                Warnings.Enqueue(formatter(state, exception));
            }
        }
    }
}
