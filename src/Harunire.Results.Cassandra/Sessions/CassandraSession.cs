using System.Runtime.ExceptionServices;
using Cassandra;
using Harunire.Model.Errors;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Harunire.Results.Cassandra.Sessions;

/// <summary>Sends requests, tries them again while the cluster is away, and takes a new link when the driver hangs. The only place with retries.</summary>
internal sealed class CassandraSession : IAsyncDisposable
{
    private static readonly ResiliencePropertyKey<long> Started = new("started");

    private readonly CassandraSettings _settings;
    private readonly string _name;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<RowSet> _retries;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly SemaphoreSlim _places;
    private SessionLink? _link;
    private bool _wasReached;
    private bool _isDisposed;

    public CassandraSession(CassandraSettings settings, string name, TimeProvider clock, ILogger logger)
    {
        (_settings, _name, _clock, _logger) = (settings, name, clock, logger);
        _places = new SemaphoreSlim(settings.Concurrency);
        _retries = new ResiliencePipelineBuilder<RowSet> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<RowSet>
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(2),
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } failure && !_isDisposed && Failures.IsTransient(failure) && IsWithinLimit(attempt.Context)),
                OnRetry = attempt =>
                {
                    Log.Retrying(_logger, _name, Failures.Message(attempt.Outcome.Exception!), attempt.AttemptNumber + 1);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>How often a new link had to be taken since the first.</summary>
    public int Rebuilds { get; private set; }

    /// <summary>A page of rows, or a typed error once the cluster was away for longer than the limit.</summary>
    /// <exception cref="ObjectDisposedException">The session was closed: a mistake of the caller, never tried again.</exception>
    public async Task<RowSet> ExecuteAsync(CqlRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var started = _clock.GetTimestamp();
        try
        {
            return await AttemptAsync(request, cancellationToken);
        }
        catch (Exception failure) when (IsOfTheCluster(failure))
        {
            // The pipeline costs a row as much as the driver does: a request enters it once it has failed.
            return await RetryAsync(request, failure, started, cancellationToken);
        }
    }

    /// <summary>The cluster's nodes, connecting where that was not done yet.</summary>
    public async Task<IReadOnlyList<ClusterNode>> NodesAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(new CqlRequest("SELECT key FROM system.local"), cancellationToken);
        return _link?.Nodes ?? [];
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (_link is not null)
        {
            await _link.DisposeAsync();
        }

        _opening.Dispose();
        _places.Dispose();
    }

    private async Task<RowSet> RetryAsync(CqlRequest request, Exception first, long started, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Started, started);
        var known = first;
        try
        {
            return await _retries.ExecuteAsync(
                async attempt =>
                {
                    if (Interlocked.Exchange(ref known, null) is { } failure)
                    {
                        ExceptionDispatchInfo.Throw(failure);
                    }

                    return await AttemptAsync(request, attempt.CancellationToken);
                },
                context);
        }
        catch (Exception failure) when (IsOfTheCluster(failure))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            throw Failures.Typed(failure, _name);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsOfTheCluster(Exception failure) => failure is TimeoutException || Failures.IsOfTheDriver(failure);

    // All tables of a job share the places: so many requests are on their way at most.
    private async ValueTask<RowSet> AttemptAsync(CqlRequest request, CancellationToken cancellationToken)
    {
        var link = await LinkAsync(cancellationToken);
        await _places.WaitAsync(cancellationToken);
        try
        {
            return await link.ExecuteAsync(request, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    private bool IsWithinLimit(ResilienceContext context) =>
        _clock.GetElapsedTime(context.Properties.GetValue(Started, 0)) < (_wasReached ? _settings.OutageLimit : _settings.ConnectLimit);

    private async ValueTask<SessionLink> LinkAsync(CancellationToken cancellationToken)
    {
        if (_link is { IsGivenUp: false } usable)
        {
            return usable;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_link is { IsGivenUp: false } opened)
            {
                return opened;
            }

            if (_link is not null)
            {
                Log.GivenUp(_logger, _name);
                await _link.DisposeAsync();
                _link = null;
                Rebuilds++;
            }

            var link = await SessionLink.OpenAsync(_settings, _clock, cancellationToken);
            if (_settings.DataCentre is null && link.DataCentres.Count > 1)
            {
                await link.DisposeAsync();
                throw new HarunireException(ResultErrors.BadConnection, $"the cluster has the data centres {string.Join(", ", link.DataCentres)}", _name, "name yours in the connection string: data centre=...");
            }

            _wasReached = true;
            return _link = link;
        }
        finally
        {
            _opening.Release();
        }
    }
}
