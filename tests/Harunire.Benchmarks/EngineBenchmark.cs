using Harunire.Engine;
using Harunire.Engine.Checkpoints;
using Harunire.Testing.Workload;
using Microsoft.Data.Sqlite;

namespace Harunire.Benchmarks;

/// <summary>The workload of ../shared/bench/SPEC.md through the engine, planned from SQL, against the hand-written loop.</summary>
/// <remarks>Timed, as the specification says: from handing over an epoch's plain rows to having read its result rows.</remarks>
internal static class EngineBenchmark
{
    private const int EpochSize = 10_000;
    private const int EpochsPerCheckpoint = 100;
    private const int WarmEpochs = 50;

    /// <param name="loops">The hand-written loops to run beside it.</param>
    /// <returns>False where a result is not that of the specification.</returns>
    public static bool Run(OrderQuery query, string[] loops, long changes, bool durable)
    {
        WarmUp(query);
        using var folder = new BenchmarkFolder();
        using var store = durable ? SqliteCheckpointStore.Open(SqliteFactory.Instance, folder.File("state")) : null;
        var engine = new StreamEngine(query.Plan, store);
        var (workload, batches, result, watches) = (new OrderWorkload(), OrderTables.NewBatches(), new OrderResult(query), new Stopwatches());
        workload.InitialProducts();
        OrderTables.Fill(batches, workload);
        result.Apply(engine.Step(batches), counted: false);
        var allocated = 0L;
        for (var epoch = 1L; epoch <= changes / EpochSize; epoch++)
        {
            workload.NextEpoch(EpochSize);
            var before = GC.GetAllocatedBytesForCurrentThread();
            watches.Start();
            OrderTables.Fill(batches, workload);
            var rows = engine.Step(batches);
            var sum = 0;
            foreach (var row in rows)
            {
                sum ^= row.Values is null ? 0 : row.Key.Length;
            }

            if (durable && epoch % EpochsPerCheckpoint == 0)
            {
                engine.Checkpoint(Metadata(query, epoch));
            }

            watches.Stop();
            GC.KeepAlive(sum);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            result.Apply(rows);
        }

        Report(query, changes, durable, watches, allocated);
        foreach (var loop in loops.Select(name => HandWrittenLoop.Run(name, changes)).OfType<HandWrittenLoop>())
        {
            Console.WriteLine($"  against {loop.Name}: {changes / watches.Wall.TotalSeconds / loop.EventsPerSecond:P1} by the clock, {changes / watches.Processor.TotalSeconds / loop.EventsPerProcessorSecond:P1} by processor time ({loop.EventsPerSecond:N0} and {loop.EventsPerProcessorSecond:N0} changes/s)");
        }

        return IsRight(query, changes, result.Total);
    }

    // The hand-written loop is compiled before it starts; ours is compiled while it runs.
    private static void WarmUp(OrderQuery query)
    {
        var (engine, workload, batches) = (new StreamEngine(query.Plan), new OrderWorkload(), OrderTables.NewBatches());
        workload.InitialProducts();
        for (var epoch = 0; epoch <= WarmEpochs; epoch++)
        {
            OrderTables.Fill(batches, workload);
            engine.Step(batches);
            workload.NextEpoch(EpochSize);
        }
    }

    private static void Report(OrderQuery query, long changes, bool durable, Stopwatches watches, long allocated)
    {
        Console.WriteLine($"{query.Name}{(durable ? $", a checkpoint each {EpochsPerCheckpoint} epochs" : ", in memory")}: {changes:N0} changes, {changes / watches.Wall.TotalSeconds:N0} changes/s, {changes / watches.Processor.TotalSeconds:N0} per processor second, {allocated / changes:N0} bytes allocated per change, peak {Machine.PeakMebibytes()} MiB");
    }

    private static bool IsRight(OrderQuery query, long changes, OrderReference total)
    {
        var reference = query.References.GetValueOrDefault(changes);
        Console.WriteLine($"  rows {total.Rows:N0}, checksum {total.Checksum:x16}, changed {total.Changed:N0}: {(reference is null ? "no reference for this size" : total == reference ? "as specified" : $"WRONG, specified are {reference}")}");
        return reference is null || total == reference;
    }

    internal static CheckpointMetadata Metadata(OrderQuery query, long version) => new()
    {
        Fingerprint = query.Plan.Fingerprint,
        CutId = "1:1",
        CutScn = version,
        Version = version,
        Offsets = [],
        PendingResults = [],
    };
}
