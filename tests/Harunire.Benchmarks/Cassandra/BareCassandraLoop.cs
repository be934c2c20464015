using Cassandra;
using Harunire.Results.Cassandra;

namespace Harunire.Benchmarks.Cassandra;

/// <summary>What a programmer writes on the driver: a prepared INSERT, its values bound in .NET's types, so many on their way at once.</summary>
internal sealed class BareCassandraLoop : IAsyncDisposable
{
    private const string Table = "bare_totals";

    private readonly Cluster _cluster;
    private readonly ISession _session;
    private readonly PreparedStatement _insert;
    private readonly int _concurrency;

    private BareCassandraLoop(Cluster cluster, ISession session, PreparedStatement insert, int concurrency) =>
        (_cluster, _session, _insert, _concurrency) = (cluster, session, insert, concurrency);

    public static async Task<BareCassandraLoop> OpenAsync(CassandraSettings settings, string keyspace)
    {
        var cluster = Cluster.Builder().AddContactPoints(settings.ContactPoints).WithPort(settings.Port).WithQueryOptions(new QueryOptions().SetConsistencyLevel(ConsistencyLevel.LocalQuorum)).Build();
        var session = await cluster.ConnectAsync(keyspace);
        await session.ExecuteAsync(new SimpleStatement($"CREATE TABLE {Table} (store int, day timestamp, orders int, amount decimal, note text, harunire_written bigint, PRIMARY KEY (store, day))"));
        var insert = await session.PrepareAsync($"INSERT INTO {Table} (store, day, orders, amount, note, harunire_written) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        return new BareCassandraLoop(cluster, session, insert, settings.Concurrency);
    }

    public async Task WriteAsync(BareRow[] rows, long version, Stopwatches watches)
    {
        watches.Start();
        await Parallel.ForEachAsync(
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = _concurrency },
            async (row, _) => await _session.ExecuteAsync(_insert.Bind(row.Store, row.Day, row.Orders, row.Amount, row.Note, version, version)));
        watches.Stop();
    }

    /// <summary>Rows, and the sum of a column, of one of the tables: what both sides must have written.</summary>
    public async Task<(long Rows, decimal Amount)> SumAsync(bool ours)
    {
        var rows = await _session.ExecuteAsync(new SimpleStatement($"SELECT amount FROM {(ours ? ResultLoad.Table.Name : Table)}"));
        var (count, sum) = (0L, 0m);
        foreach (var row in rows)
        {
            (count, sum) = (count + 1, sum + row.GetValue<decimal>("amount"));
        }

        return (count, sum);
    }

    public async ValueTask DropAsync(string keyspace) =>
        await _session.ExecuteAsync(new SimpleStatement($"DROP KEYSPACE {keyspace}").SetReadTimeoutMillis(60_000));

    public async ValueTask DisposeAsync() => await _cluster.ShutdownAsync();
}
