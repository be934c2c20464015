using Microsoft.Extensions.Logging;

namespace Harunire.Topics.Kafka.Connections;

/// <summary>Closes clients within a deadline: librdkafka may hang there with all brokers dead. State is safe without a clean close.</summary>
internal static class ClientClosing
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public static async Task CloseAsync(string client, Action close, ILogger logger)
    {
        try
        {
            await Task.Factory.StartNew(close, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            Log.CloseTooSlow(logger, client, (int)Deadline.TotalSeconds);
        }
        catch (Confluent.Kafka.KafkaException failure)
        {
            Log.ClientProblem(logger, client, failure.Error.Reason);
        }
    }
}
