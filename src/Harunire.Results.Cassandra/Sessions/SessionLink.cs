using System.Collections.Concurrent;
using Cassandra;
using Harunire.Results.Cassandra.Values;

namespace Harunire.Results.Cassandra.Sessions;

/// <summary>One life of the driver: a cluster object, its session and what was prepared in it. Given up as a whole, never repaired.</summary>
internal sealed class SessionLink : IAsyncDisposable
{
    private static readonly TimeSpan DefinitionFactor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(5);

    private readonly Cluster _cluster;
    private readonly ISession _session;
    private readonly CassandraSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, Task<PreparedStatement>> _prepared = new(StringComparer.Ordinal);
    private int _failures;

    private SessionLink(Cluster cluster, ISession session, CassandraSettings settings, TimeProvider clock) =>
        (_cluster, _session, _settings, _clock) = (cluster, session, settings, clock);

    /// <summary>Once true, the next request gets another link.</summary>
    public bool IsGivenUp { get; private set; }

    public IReadOnlyList<string> DataCentres => [.. _cluster.AllHosts().Select(h => h.Datacenter).Where(d => d is not null).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public IReadOnlyList<ClusterNode> Nodes => [.. _cluster.AllHosts().Select(h => new ClusterNode(h.Address.ToString(), h.Datacenter ?? "", h.IsUp, h.CassandraVersion?.ToString(), h)).OrderBy(n => n.Address, StringComparer.Ordinal)];

    public static async Task<SessionLink> OpenAsync(CassandraSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var cluster = ClusterSettings.Build(settings);
        try
        {
            // The driver connects to every node in turn, and waits for each that does not answer.
            var session = await cluster.ConnectAsync().WaitAsync(settings.RequestDeadline * 2, clock, cancellationToken);
            return new SessionLink(cluster, session, settings, clock);
        }
        catch
        {
            await ShutDownAsync(cluster, clock);
            throw;
        }
    }

    /// <summary>Never waits longer than the deadline, whatever the driver does.</summary>
    public async Task<RowSet> ExecuteAsync(CqlRequest request, CancellationToken cancellationToken)
    {
        var deadline = request.IsDefinition ? _settings.RequestDeadline + DefinitionFactor : _settings.RequestDeadline;
        try
        {
            var statement = request.Values.Length == 0
                ? new SimpleStatement(request.Cql)
                : (IStatement)(await PrepareAsync(request.Cql, deadline, cancellationToken)).Bind(request.Values);
            statement.SetIdempotence(true).SetConsistencyLevel(ConsistencyLevel.LocalQuorum).SetSerialConsistencyLevel(ConsistencyLevel.LocalSerial).SetAutoPage(false);
            if (request.IsSerial && request.Cql.StartsWith("SELECT", StringComparison.Ordinal))
            {
                statement.SetConsistencyLevel(ConsistencyLevel.LocalSerial);
            }

            if (request.PageSize is { } rows)
            {
                statement.SetPageSize(rows);
            }

            if (request.Node is { } node && statement is Statement one)
            {
                one.SetHost(node.Host).SetConsistencyLevel(ConsistencyLevel.One);
            }

            if (request.PagingState is { } page)
            {
                statement.SetPagingState(page);
            }

            if (request.IsDefinition)
            {
                statement.SetReadTimeoutMillis((int)deadline.TotalMilliseconds);
            }

            var rowsOfPage = await _session.ExecuteAsync(statement).WaitAsync(deadline, _clock, cancellationToken);
            Volatile.Write(ref _failures, 0);
            return rowsOfPage;
        }
        catch (TimeoutException)
        {
            // The driver's own time limit should have come first: it hangs.
            IsGivenUp = true;
            throw;
        }
        catch (Exception failure) when (Failures.IsTransient(failure) && Interlocked.Increment(ref _failures) >= Failures.MostInARow)
        {
            IsGivenUp = true;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        IsGivenUp = true;
        await ShutDownAsync(_cluster, _clock);
    }

    private async Task<PreparedStatement> PrepareAsync(string cql, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var preparing = _prepared.GetOrAdd(cql, static (text, session) => session.PrepareAsync(text), _session);
        try
        {
            return await preparing.WaitAsync(deadline, _clock, cancellationToken);
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            _prepared.TryRemove(KeyValuePair.Create(cql, preparing));
            throw;
        }
    }

    // A driver that hangs may hang here too; what it leaves behind ends with the process.
    private static async Task ShutDownAsync(Cluster cluster, TimeProvider clock)
    {
        try
        {
            await Task.Run(() => cluster.ShutdownAsync((int)ShutdownLimit.TotalMilliseconds)).WaitAsync(ShutdownLimit, clock);
        }
        catch (Exception failure) when (failure is TimeoutException || Failures.IsOfTheDriver(failure))
        {
            // Nothing is lost with it: every request is answered by its own link or sent again.
        }
    }
}
