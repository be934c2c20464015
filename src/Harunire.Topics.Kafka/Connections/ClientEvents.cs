using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Harunire.Topics.Kafka.Connections;

/// <summary>What librdkafka tells by the way: to the log, and the last problem kept for the error that may follow.</summary>
/// <remarks>Handlers run on librdkafka's threads and must not throw: an exception there can hang Close.</remarks>
internal sealed class ClientEvents(ILogger logger, string client)
{
    private volatile string? _last;
    private volatile TaskCompletionSource<Error> _refusal = NewRefusal();

    /// <summary>Null: none so far.</summary>
    public string? LastProblem => _last;

    /// <summary>True after an error that the client can't recover from.</summary>
    public bool IsFatal { get; private set; }

    /// <summary>Ends with the first refusal (certificate, name, password) since brokers answered last: librdkafka itself tries again for ever.</summary>
    public Task<Error> Refusal => _refusal.Task;

    /// <summary>Brokers answered: what was refused before counts no more.</summary>
    public void Answered()
    {
        if (_refusal.Task.IsCompleted)
        {
            _refusal = NewRefusal();
        }
    }

    public void OnError(Error error)
    {
        if (KafkaFailure.IsRefusal(error))
        {
            _refusal.TrySetResult(error);
        }

        IsFatal |= error.IsFatal;
        _last = $"{error.Reason} ({error.Code})";
        Log.ClientProblem(logger, client, _last);
    }

    public void OnLog(LogMessage message)
    {
        // CONFWARN: a setting of the other kind of client; both take one connection string.
        if (message.Level <= SyslogLevel.Warning && message.Facility != "CONFWARN" && message.Facility != "FAIL")
        {
            Log.ClientProblem(logger, client, message.Message);
        }
    }

    private static TaskCompletionSource<Error> NewRefusal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
