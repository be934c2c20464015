using System.Collections.Immutable;
using Harunire.Model.Changes;
using Harunire.Model.Results;
using Harunire.Results.Cassandra;
using Harunire.Results.Cassandra.Tables;
using Harunire.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harunire.Benchmarks.Cassandra;

/// <summary>Result batches through <see cref="CassandraResultTarget"/>, against a bare loop on the driver that writes the same rows.</summary>
internal static class CassandraBenchmark
{
    private const int Rounds = 5;

    /// <summary>Rows of a batch: that of a rebuilt table, and that of a cut in a run.</summary>
    private static readonly int[] Batches = [10_000, 500];

    /// <summary>Why it can't run here; null: it can.</summary>
    public static string? Missing => CassandraServer.Missing;

    public static async Task<bool> RunAsync(long changes)
    {
        await using var server = new CassandraServer();
        await server.StartAsync(CancellationToken.None);
        var settings = new CassandraSettings { ContactPoints = [.. server.ContactPoints], Port = server.Port };
        var keyspace = new Keyspace { Name = $"bench_{Guid.NewGuid():N}"[..20], Replication = ImmutableSortedDictionary<string, string>.Empty.Add("class", "SimpleStrategy").Add("replication_factor", "1") };
        await using var target = new CassandraResultTarget(settings, keyspace, "benchmark", TimeProvider.System, NullLogger.Instance);
        await target.EnsureTableAsync(ResultLoad.Table, CancellationToken.None);
        await using var bare = await BareCassandraLoop.OpenAsync(settings, keyspace.Name);
        var count = (int)Math.Max(10_000, changes / 40);
        await WarmUpAsync(bare, count);
        var (version, right) = (0L, true);
        foreach (var size in Batches)
        {
            var duel = new Duel($"cassandra, batches of {size:N0} rows, written", count);
            for (var round = 0; round <= Rounds; round++)
            {
                var rows = ResultLoad.Rows(count, seed: (size * 10) + round);
                var batches = rows.Chunk(size).Select(chunk => Batch(++version, chunk)).ToList();
                await duel.PlayAsync(round, watches => ApplyAsync(target, batches, watches), watches => bare.WriteAsync(rows, version, watches));
                var expected = ((long)count, rows.Sum(r => r.Amount));
                right &= await bare.SumAsync(ours: true) == expected && await bare.SumAsync(ours: false) == expected;
            }

            duel.Report();
        }

        await bare.DropAsync(keyspace.Name);
        return right;
    }

    // A cold Cassandra is several times slower for its first minute, whoever writes.
    private static async Task WarmUpAsync(BareCassandraLoop bare, int count)
    {
        for (var version = 1; version <= 4; version++)
        {
            await bare.WriteAsync(ResultLoad.Rows(count, seed: version), version: 1, new Stopwatches());
        }
    }

    private static async Task ApplyAsync(CassandraResultTarget target, List<ResultBatch> batches, Stopwatches watches)
    {
        watches.Start();
        foreach (var batch in batches)
        {
            await target.ApplyAsync(batch, CancellationToken.None);
        }

        watches.Stop();
    }

    private static ResultBatch Batch(long version, BareRow[] rows) => new()
    {
        Table = ResultLoad.Table,
        Version = version,
        Cut = new Cut { Id = $"cut-{version}", Scn = version, ReadMicroseconds = version, EventCounts = ImmutableSortedDictionary<string, long>.Empty },
        Rows = [.. rows.Select(ResultLoad.Result)],
    };
}
