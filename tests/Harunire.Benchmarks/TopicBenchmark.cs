using System.Diagnostics;
using Harunire.Topics.Embedded;
using Harunire.Topics.Logs;
using Microsoft.Data.Sqlite;

namespace Harunire.Benchmarks;

/// <summary>The embedded log: records of 300 bytes appended by one task and read by another at the same time.</summary>
internal static class TopicBenchmark
{
    private const string Topic = "t";
    private const int Batch = 10_000;

    public static async Task<bool> RunAsync(long records)
    {
        using var folder = new BenchmarkFolder();
        var file = folder.File("topics.db");
        await using var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, file);
        await log.CreateTopicAsync(Topic, 1);
        var watch = Stopwatch.StartNew();
        var reading = Task.Run(() => ReadAsync(log, records));
        var value = new byte[300];
        for (var first = 0L; first < records; first += Batch)
        {
            var batch = new ProducedRecord[Batch];
            for (var i = 0; i < Batch; i++)
            {
                batch[i] = new ProducedRecord { Topic = Topic, Key = BitConverter.GetBytes(first + i), Value = value, TimestampMilliseconds = first };
            }

            await log.AppendAsync(batch);
        }

        var appended = watch.Elapsed;
        var read = await reading;
        Console.WriteLine($"topics, 300 bytes: appended {records / appended.TotalSeconds:N0} records/s, appended and read {records / watch.Elapsed.TotalSeconds:N0} records/s, {new FileInfo(file).Length / records} bytes each");
        return read == records;
    }

    private static async Task<long> ReadAsync(SqliteTopicLog log, long records)
    {
        var next = 0L;
        while (next < records)
        {
            var read = await log.ReadAsync(Topic, 0, next, ReadLimits.Default);
            next += read.Count;
            if (read.Count == 0 && !await log.WaitAsync(Topic, 0, next, TimeSpan.FromSeconds(30)))
            {
                break;
            }
        }

        return next;
    }
}
