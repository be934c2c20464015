using Harunire.Model.Errors;
using Polly;
using Polly.Retry;

namespace Harunire.Jobs.Outages;

/// <summary>How long a job goes on trying while a system that it needs does not answer. The one place of retries.</summary>
/// <remarks>Only errors that say <see cref="HarunireException.IsTransient"/> are waited out; each wait is told.</remarks>
public sealed class Outage
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline _pipeline;
    private readonly TimeSpan _longest;
    private long? _since;

    /// <param name="longest">After so long without a success the error is thrown; zero: at once.</param>
    /// <param name="clock">For pauses.</param>
    /// <param name="told">Told of each failure that is waited out; null: nobody.</param>
    public Outage(TimeSpan longest, TimeProvider clock, Action<HarunireException>? told = null)
    {
        (_longest, _clock) = (longest, clock);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is HarunireException { IsTransient: true } && IsWithin()),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstPause,
                MaxDelay = LongestPause,
                OnRetry = arguments =>
                {
                    told?.Invoke((HarunireException)arguments.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Never waits.</summary>
    public static Outage None { get; } = new(TimeSpan.Zero, TimeProvider.System);

    /// <summary>Runs an action until it succeeds or the outage lasts too long. The action must be one that can be done again from its beginning.</summary>
    public async Task<T> WaitOutAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        var result = await _pipeline.ExecuteAsync(async token => await action(token), cancellationToken);
        _since = null;
        return result;
    }

    private bool IsWithin()
    {
        _since ??= _clock.GetTimestamp();
        return _clock.GetElapsedTime(_since.Value) < _longest;
    }
}
