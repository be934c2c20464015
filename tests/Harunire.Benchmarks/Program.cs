using System.Globalization;
using Harunire.Benchmarks;
using Harunire.Benchmarks.Kafka;
using Harunire.Testing.Workload;

// Measures; asserts results, never speed. A wrong result ends with exit code 1.
string[] known = ["q1", "q2", "q1-durable", "q2-durable", "memory-bound", "latency", "topics", "snapshot", "verify", "kafka", "cassandra"];
var chosen = args.TakeWhile(a => !long.TryParse(a, out _)).ToArray();
var changes = args.Length > chosen.Length ? long.Parse(args[chosen.Length], CultureInfo.InvariantCulture) : 1_000_000;
if (chosen.Except([.. known, "all"]).Any() || changes <= 0 || changes % 10_000 != 0)
{
    Console.Error.WriteLine($"usage: Harunire.Benchmarks [{string.Join('|', known)}|all]... [changes, a multiple of 10000]");
    return 2;
}

Console.WriteLine(Machine.Describe());
var names = chosen.Length == 0 || chosen.Contains("all") ? known : chosen;
var right = true;
foreach (var name in names)
{
    if (Servers.Missing(name) is { } reason)
    {
        Console.Error.WriteLine($"{name}: not measured: {reason}");
        right &= !chosen.Contains(name);
        continue;
    }

    right &= name switch
    {
        "q1" => EngineBenchmark.Run(OrderQuery.Q1, ["q1-std", "q1-fast"], changes, durable: false),
        "q2" => EngineBenchmark.Run(OrderQuery.Q2, ["q2"], changes, durable: false),
        "q1-durable" => EngineBenchmark.Run(OrderQuery.Q1, ["q1-std", "q1-fast"], changes, durable: true),
        "q2-durable" => EngineBenchmark.Run(OrderQuery.Q2, ["q2"], changes, durable: true),
        "memory-bound" => MemoryBoundBenchmark.Run(changes),
        "latency" => LatencyBenchmark.Run(),
        "topics" => await TopicBenchmark.RunAsync(changes),
        "snapshot" => await SnapshotBenchmark.RunAsync(changes),
        "kafka" => await KafkaBenchmark.RunAsync(changes),
        "cassandra" => await Servers.RunCassandraAsync(changes),
        _ => await VerificationBenchmark.RunAsync(changes),
    };
}

return right ? 0 : 1;
