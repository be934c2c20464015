using Harunire.Engine;
using Harunire.Model.Deltas;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.EndToEnd.Tests.Queries;

/// <summary>A query as a stream: the rows of the tables come as inserts in a few steps, then the changes as deltas.</summary>
internal sealed class StreamRun
{
    private readonly CorpusTables _tables;
    private readonly StreamEngine _engine;
    private readonly Dictionary<string, Datum[]> _rows = new(StringComparer.Ordinal);
    private readonly Random _random;

    public StreamRun(CorpusTables tables, BoundQuery query, int seed)
        : this(tables, PlanBuilder.Lower(query, default), seed)
    {
    }

    public StreamRun(CorpusTables tables, PlanNode query, int seed)
    {
        _tables = tables;
        _random = new Random(seed);
        _engine = new StreamEngine(Counted(query, tables));
    }

    public List<Datum[]> Insert() => Run(_tables.Schemas.SelectMany(t => _tables.Rows(CorpusTables.Before, t).Select(row => (t, row, 1L))));

    public List<Datum[]> Change()
    {
        var changes = new List<(TableSchema Table, Datum[] Row, long Weight)>();
        foreach (var table in _tables.Schemas)
        {
            var before = _tables.Rows(CorpusTables.Before, table).ToDictionary(Text, StringComparer.Ordinal);
            var after = _tables.Rows(CorpusTables.After, table).ToDictionary(Text, StringComparer.Ordinal);
            changes.AddRange(before.Where(b => !after.ContainsKey(b.Key)).Select(b => (table, b.Value, -1L)));
            changes.AddRange(after.Where(a => !before.ContainsKey(a.Key)).Select(a => (table, a.Value, 1L)));
        }

        return Run(changes);
    }

    private List<Datum[]> Run(IEnumerable<(TableSchema Table, Datum[] Row, long Weight)> changes)
    {
        foreach (var step in changes.GroupBy(_ => _random.Next(3)).Select(g => g.ToList()).ToList())
        {
            var batches = new Dictionary<TableName, DeltaBatch>();
            foreach (var (table, row, weight) in step)
            {
                (batches.TryGetValue(table.Name, out var batch) ? batch : batches[table.Name] = new DeltaBatch(table.Columns)).Add(row, weight);
            }

            Apply(_engine.Step(batches));
        }

        return [.. _rows.Values.SelectMany(row => Enumerable.Repeat(row[..^1], Times(row[^1])))];
    }

    private void Apply(IReadOnlyList<ResultRow> changes)
    {
        foreach (var change in changes)
        {
            var key = Text(change.Key);
            if (change.Values is { } count)
            {
                _rows[key] = [.. change.Key, .. count];
            }
            else
            {
                _rows.Remove(key).Should().BeTrue("only a row that was given can go");
            }
        }
    }

    private static int Times(Datum count) => count.AsNumber.TryToInt64(out var times) ? (int)times : throw new InvalidOperationException();

    private static string Text(Datum[] row) => string.Join('|', row.Select(d => $"{d.Kind}:{d}"));

    // A query's rows need no key; how often each stands makes one.
    private static MappingPlan Counted(PlanNode query, CorpusTables tables)
    {
        var id = -1_000_000;
        var root = new AggregateNode(
            query,
            [.. query.Columns.Select(c => new BoundProjection(c with { Id = id-- }, new BoundColumn(c)))],
            [new BoundAggregate(new QueryColumn(id, "N", OracleType.Number, false), AggregateFunction.CountRows, null, false)]);
        return new MappingPlan
        {
            Mapping = "corpus",
            Root = root,
            Target = new ResultTable { Name = "t", Columns = [.. root.Columns.Select((c, i) => new ColumnDefinition($"C{i}", c.Type, true))], PartitionKeyCount = query.Columns.Length, ClusteringDescending = [] },
            TargetOrdinals = [.. Enumerable.Range(0, root.Columns.Length)],
            Tables = [.. tables.Schemas],
            Fingerprint = "corpus",
        };
    }
}
