using Harunire.Testing;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Kafka.Logs;

namespace Harunire.Benchmarks.Kafka;

/// <summary>Records appended and read through <see cref="KafkaTopicLog"/>, against a bare loop on librdkafka's .NET client with the same settings.</summary>
internal static class KafkaBenchmark
{
    private const int Rounds = 5;

    /// <summary>Of each size as many as make the same bytes.</summary>
    private static readonly int[] Sizes = [300, 3000];

    /// <summary>Why it can't run here; null: it can.</summary>
    public static string? Missing => KafkaBroker.Missing;

    public static async Task<bool> RunAsync(long changes)
    {
        await using var broker = new KafkaBroker();
        var connection = KafkaConnection.Parse($"bootstrap.servers={await broker.BootstrapServersAsync()}", "benchmark");
        var right = true;
        foreach (var size in Sizes)
        {
            right &= await RunAsync(connection, new RecordLoad((int)Math.Max(10_000, changes / 4 * Sizes[0] / size), size));
        }

        return right;
    }

    private static async Task<bool> RunAsync(KafkaConnection connection, RecordLoad load)
    {
        var (append, read) = (new Duel($"kafka, {load.Size} bytes, appended", load.Count), new Duel($"kafka, {load.Size} bytes, read", load.Count));
        var bare = new BareKafkaLoop(connection);
        var right = true;
        for (var round = 0; round <= Rounds; round++)
        {
            var prefix = $"harunire-benchmark-{Guid.NewGuid():N}.";
            await using var log = new KafkaTopicLog(connection, new KafkaTopicSettings { Prefix = prefix, Retention = Timeout.InfiniteTimeSpan });
            var ours = new KafkaLogLoop(log);
            var (written, other) = (prefix + "ours", prefix + "bare");
            await log.CreateTopicAsync(written, 1);
            await log.CreateTopicAsync(other, 1);
            var (oursSum, bareSum) = (0L, 0L);
            await append.PlayAsync(round, watches => ours.AppendAsync(written, load, watches), watches => Task.Run(() => bare.Append(other, load, watches)));
            await read.PlayAsync(
                round,
                async watches => oursSum = await ours.ReadAsync(written, load.Count, watches),
                async watches => bareSum = await Task.Run(() => bare.Read(written, load.Count, watches)));
            right &= oursSum == load.Sum && bareSum == load.Sum && await log.EndOffsetAsync(other, 0) == load.Count + 1;
            await bare.DeleteAsync(written, other);
        }

        append.Report();
        read.Report();
        return right;
    }
}
