using Harunire.Engine;
using Harunire.Engine.Checkpoints;
using Harunire.Testing.Workload;
using Microsoft.Data.Sqlite;

namespace Harunire.Benchmarks;

/// <summary>State that does not fit the memory given to it, against all of it in memory; a checkpoint each epoch in both.</summary>
internal static class MemoryBoundBenchmark
{
    public static bool Run(long changes)
    {
        var roomy = Measure(changes, StreamEngine.DefaultMemoryBytes);
        var tight = Measure(changes, 6_000_000);
        Console.WriteLine($"q1, a checkpoint each epoch: {roomy:N0} changes/s with all state in memory, {tight:N0} with 6 MB of it: {tight / roomy:P1}");
        return true;
    }

    private static double Measure(long changes, long memoryBytes)
    {
        using var folder = new BenchmarkFolder();
        using var store = SqliteCheckpointStore.Open(SqliteFactory.Instance, folder.File("state"));
        var engine = new StreamEngine(OrderQuery.Q1.Plan, store, memoryBytes);
        var (workload, batches, watches) = (new OrderWorkload(), OrderTables.NewBatches(), new Stopwatches());
        for (var epoch = 1L; epoch <= changes / 10_000; epoch++)
        {
            workload.NextEpoch();
            watches.Start();
            OrderTables.Fill(batches, workload);
            engine.Step(batches);
            engine.Checkpoint(EngineBenchmark.Metadata(OrderQuery.Q1, epoch));
            watches.Stop();
        }

        return changes / watches.Wall.TotalSeconds;
    }
}
