using Harunire.Engine.Checkpoints;
using Harunire.Testing.Workload;
using Microsoft.Data.Sqlite;

namespace Harunire.Engine.Tests;

/// <summary>The peer workload from SQL text to result rows; the expected figures are those on which four other programs agree.</summary>
public sealed class OrderWorkloadTests : IDisposable
{
    private const int Changes = 100_000;
    private const int Epochs = 10;
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-workload-").FullName;

    public static TheoryData<string> Queries { get; } = ["q1", "q2"];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Workload_InMemory_GivesTheSpecifiedResult(string name)
    {
        var query = Query(name);
        var engine = new StreamEngine(query.Plan);
        Run(query, _ => engine).Should().Be(query.References[Changes]);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Workload_RestartedInTheMiddleWithLittleMemory_GivesTheSpecifiedResult(string name)
    {
        var query = Query(name);
        var path = Path.Combine(_folder, name);
        var store = Open(path);
        var engine = new StreamEngine(query.Plan, store, memoryBytes: 100_000);
        var total = Run(query, epoch =>
        {
            if (epoch is 1 or 5)
            {
                engine.Checkpoint(Metadata(query, epoch));
                store.Dispose();
                store = Open(path);
                engine = new StreamEngine(query.Plan, store, memoryBytes: 100_000);
            }

            return engine;
        });
        store.Dispose();
        total.Should().Be(query.References[Changes]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static OrderReference Run(OrderQuery query, Func<int, StreamEngine> engine)
    {
        var (workload, batches, result) = (new OrderWorkload(), OrderTables.NewBatches(), new OrderResult(query));
        workload.InitialProducts();
        for (var epoch = 0; epoch <= Epochs; epoch++)
        {
            OrderTables.Fill(batches, workload);
            result.Apply(engine(epoch).Step(batches), counted: epoch > 0);
            workload.NextEpoch(Changes / Epochs);
        }

        return result.Total;
    }

    private static OrderQuery Query(string name) => name == "q1" ? OrderQuery.Q1 : OrderQuery.Q2;

    private static SqliteCheckpointStore Open(string path) => SqliteCheckpointStore.Open(SqliteFactory.Instance, path);

    private static CheckpointMetadata Metadata(OrderQuery query, long version) => new()
    {
        Fingerprint = query.Plan.Fingerprint,
        CutId = "1:1",
        CutScn = version,
        Version = version,
        Offsets = [],
        PendingResults = [],
    };
}
