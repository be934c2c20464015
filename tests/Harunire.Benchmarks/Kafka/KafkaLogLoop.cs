using Harunire.Topics.Logs;

namespace Harunire.Benchmarks.Kafka;

/// <summary>Appends and reads as capture and stream do: an append at a time, reads of the stream's size.</summary>
internal sealed class KafkaLogLoop(ITopicLog log)
{
    private const int Batch = 10_000;
    private static readonly ReadLimits Limits = new(2_000, 4 * 1024 * 1024);

    public async Task AppendAsync(string topic, RecordLoad load, Stopwatches watches)
    {
        // The producer connects with its first record.
        await log.AppendAsync([new ProducedRecord { Topic = topic, Key = RecordLoad.Key(-1), Value = load.Value(0), TimestampMilliseconds = 1 }]);
        watches.Start();
        for (var first = 0; first < load.Count; first += Batch)
        {
            var batch = new ProducedRecord[Math.Min(Batch, load.Count - first)];
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = new ProducedRecord { Topic = topic, Key = RecordLoad.Key(first + i), Value = load.Value(first + i), TimestampMilliseconds = first + i + 1 };
            }

            await log.AppendAsync(batch);
        }

        watches.Stop();
    }

    /// <summary>From the second record on: the first only connected the consumer.</summary>
    public async Task<long> ReadAsync(string topic, int count, Stopwatches watches)
    {
        await log.ReadAsync(topic, 0, 0, new ReadLimits(1, 1));
        var (next, sum) = (1L, 0L);
        watches.Start();
        while (next <= count)
        {
            var records = await log.ReadAsync(topic, 0, next, Limits);
            if (records.Count == 0)
            {
                break;
            }

            foreach (var record in records)
            {
                sum = RecordLoad.Add(sum, record.Key!.Value.Span, record.Value!.Value.Span);
            }

            next += records.Count;
        }

        watches.Stop();
        return sum;
    }
}
