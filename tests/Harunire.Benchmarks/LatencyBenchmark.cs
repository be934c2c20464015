using System.Diagnostics;
using Harunire.Engine;
using Harunire.Testing.Workload;

namespace Harunire.Benchmarks;

/// <summary>One change in, its result rows out, on top of a million changes of state in memory.</summary>
internal static class LatencyBenchmark
{
    private const int Warm = 100;
    private const int Measured = 20_000;

    public static bool Run()
    {
        foreach (var query in new[] { OrderQuery.Q1, OrderQuery.Q2 })
        {
            var (engine, workload, batches) = (new StreamEngine(query.Plan), new OrderWorkload(), OrderTables.NewBatches());
            workload.InitialProducts();
            for (var epoch = 0; epoch <= Warm; epoch++)
            {
                OrderTables.Fill(batches, workload);
                engine.Step(batches);
                if (epoch < Warm)
                {
                    workload.NextEpoch();
                }
            }

            var times = new double[Measured];
            for (var i = 0; i < Measured; i++)
            {
                workload.NextEpoch(1);
                workload.Products.Clear();
                var started = Stopwatch.GetTimestamp();
                OrderTables.Fill(batches, workload);
                engine.Step(batches);
                times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }

            Array.Sort(times);
            Console.WriteLine($"{query.Name}, one change to its results: median {times[Measured / 2]:F1} µs, p99 {times[Measured * 99 / 100]:F1} µs, max {times[^1]:F0} µs");
        }

        return true;
    }
}
