using Harunire.Engine.Checkpoints;
using Harunire.Model.Deltas;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Tests;

/// <summary>An engine under random changes, beside the tables as they should be and the target as its results leave it.</summary>
internal sealed class EngineRun(MappingPlan plan, Random random)
{
    private StreamEngine _engine = new(plan);
    private long _version;

    public Dictionary<TableName, List<Datum[]>> Tables { get; } = PlanMaker.Tables.ToDictionary(t => t.Name, _ => new List<Datum[]>());

    public Dictionary<string, string> Target { get; } = new(StringComparer.Ordinal);

    /// <param name="closesCut">False: a part of a cut.</param>
    public void Change(int changes, bool closesCut = true)
    {
        var batches = PlanMaker.Tables.ToDictionary(t => t.Name, t => new DeltaBatch(t.Columns));
        for (var i = 0; i < changes; i++)
        {
            var name = PlanMaker.Tables[random.Next(3)].Name;
            var (rows, batch) = (Tables[name], batches[name]);
            var kind = random.Next(rows.Count > 12 ? 5 : 3);
            if (rows.Count > 0 && kind != 0)
            {
                var at = random.Next(rows.Count);
                batch.Add(rows[at], -1);
                rows.RemoveAt(at);
            }

            if (kind <= 1)
            {
                var row = Row();
                batch.Add(row, 1);
                rows.Add(row);
            }
        }

        Take(_engine.Step(batches, closesCut));
    }

    /// <summary>Goes on with a new engine that has only what the store has; keeps no page in memory beyond a checkpoint.</summary>
    public void Restart(ICheckpointStore store) => _engine = new StreamEngine(plan, store, memoryBytes: 1);

    public void Checkpoint() => _engine.Checkpoint(new CheckpointMetadata
    {
        Fingerprint = plan.Fingerprint,
        CutId = "1:1",
        CutScn = 1,
        Version = ++_version,
        Offsets = [],
        PendingResults = [],
    });

    public void ShouldEqualNaive(string because)
    {
        var keys = plan.Target.KeyCount;
        var expected = NaivePlan.Evaluate(plan.Root, Tables).ToDictionary(r => NaivePlan.Text(r[..keys]), r => NaivePlan.Text(r[keys..]), StringComparer.Ordinal);
        if (expected.Count != Target.Count || expected.Any(e => Target.GetValueOrDefault(e.Key) != e.Value))
        {
            var wrong = expected.Except(Target).Select(e => $"expected {e}").Concat(Target.Except(expected).Select(e => $"found {e}"));
            Assert.Fail($"{because}: {string.Join("; ", wrong.Take(6))}; plan {plan.Root}");
        }
    }

    private void Take(IReadOnlyList<ResultRow> results)
    {
        results.Select(r => NaivePlan.Text(r.Key)).Should().OnlyHaveUniqueItems();
        foreach (var row in results)
        {
            Apply(row);
        }
    }

    private void Apply(ResultRow row)
    {
        var key = NaivePlan.Text(row.Key);
        if (row.Values is null)
        {
            Target.Remove(key).Should().BeTrue("only a row that was given can go");
            return;
        }

        var values = NaivePlan.Text(row.Values);
        Target.GetValueOrDefault(key).Should().NotBe(values, "a row that did not change is not given");
        Target[key] = values;
    }

    private Datum[] Row() =>
    [
        random.Next(6) == 0 ? Datum.Null : Datum.FromNumber(random.Next(4)),
        random.Next(6) == 0 ? Datum.Null : Datum.FromNumber(random.Next(8) == 0 ? Wide() : OracleNumber.FromScaled(random.Next(-300, 300) / 100 * 50L, 2)),
        random.Next(6) == 0 ? Datum.Null : Datum.FromText(((char)('a' + random.Next(3))).ToString() + (random.Next(8) == 0 ? " but longer than a word, ü" : "")),
    ];

    // More digits than a word holds, and few enough that a sum of them in any order is exact in 40.
    private OracleNumber Wide() => OracleNumber.Parse(random.Next(2) == 0 ? "0.12345678901234567891" : "-98765432109876543.25");
}
