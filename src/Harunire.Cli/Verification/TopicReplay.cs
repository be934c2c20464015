using Harunire.Engine;
using Harunire.Jobs.Capturing;
using Harunire.Model.Changes;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Verify.Explanation;

namespace Harunire.Cli.Verification;

/// <summary>Replays a mapping's events through a new engine in memory, one by one, and watches some keys.</summary>
/// <remarks>So an event belongs to a key's trail where it changed the key's value, whatever joins or subqueries lie between; or where it changed a row that the source names for the key.</remarks>
internal sealed class TopicReplay
{
    private readonly MappingPlan _plan;
    private readonly StreamEngine _engine;
    private readonly Dictionary<string, KeyWatch> _byKey;
    private readonly ILookup<string, KeyWatch> _byRow;
    private readonly Dictionary<TableName, DeltaBatch> _input;
    private readonly Dictionary<string, (TableSchema Table, Datum[] Row)> _suspicious = new(StringComparer.Ordinal);

    public TopicReplay(MappingPlan plan, IReadOnlyList<TrailRequest> keys)
    {
        _plan = plan;
        _engine = new StreamEngine(plan);
        Watches = [.. keys.Select(k => new KeyWatch(k))];
        _byKey = Watches.DistinctBy(w => KeyEncoding.Name(w.Request.Key), StringComparer.Ordinal).ToDictionary(w => KeyEncoding.Name(w.Request.Key), StringComparer.Ordinal);
        _byRow = Watches.SelectMany(w => w.Request.Rows.SelectMany(r => r.Rows).DistinctBy(r => r.Name).Select(r => (r.Name, Watch: w))).ToLookup(x => x.Name, x => x.Watch, StringComparer.Ordinal);
        _input = plan.Tables.DistinctBy(t => t.Name).ToDictionary(t => t.Name, t => new DeltaBatch(t.Columns));
    }

    /// <summary>One a key, in the order asked.</summary>
    public IReadOnlyList<KeyWatch> Watches { get; }

    public async Task RunAsync(TopicEvents events, BlockId lastBlock, CancellationToken cancellationToken)
    {
        await foreach (var item in events.ReadAsync(lastBlock, null, cancellationToken))
        {
            Take(item);
        }

        RemoveOrphans();
    }

    private void Take(TopicEvent item)
    {
        var change = item.Change;
        Add(change.Table, change.Before, -1);
        Add(change.Table, change.After, 1);
        var moved = Step(change.Position.Scn);
        var row = RowOf(change);
        foreach (var watch in _byRow[row.Name].Concat(moved).Distinct())
        {
            watch.AddEvent(item, RowsBehindKeys.Describe(change.Table, row.Key));
        }

        if (moved.Count > 0 || _suspicious.ContainsKey(row.Name))
        {
            if (change.After is null || _byRow.Contains(row.Name))
            {
                _suspicious.Remove(row.Name);
            }
            else
            {
                _suspicious[row.Name] = (change.Table, change.After);
            }
        }
    }

    // Rows that the topics hold and the source does not name for any key: what would the keys be without them?
    private void RemoveOrphans()
    {
        foreach (var (_, (table, row)) in _suspicious)
        {
            Add(table, row, -1);
        }

        var orphans = _suspicious.Select(s => new SourceRow(s.Value.Table.Name, [.. s.Value.Table.Key.Select(k => s.Value.Row[k])])).ToList();
        if (orphans.Count == 0)
        {
            return;
        }

        foreach (var row in _engine.Step(_input))
        {
            if (_byKey.TryGetValue(KeyEncoding.Name(row.Key), out var watch))
            {
                watch.WithoutOrphans(new EarlierRow(watch.History[^1].Scn, row.Values is null ? null : [.. row.Key, .. row.Values]), orphans);
            }
        }
    }

    private List<KeyWatch> Step(long scn)
    {
        var moved = new List<KeyWatch>();
        foreach (var row in _engine.Step(_input))
        {
            if (_byKey.TryGetValue(KeyEncoding.Name(row.Key), out var watch))
            {
                watch.AddValue(new EarlierRow(scn, row.Values is null ? null : [.. row.Key, .. row.Values]));
                moved.Add(watch);
            }
        }

        Clear();
        return moved;
    }

    private void Add(TableSchema table, Datum[]? row, long weight)
    {
        if (row is not null)
        {
            _input[table.Name].Add(row, weight);
        }
    }

    private void Clear()
    {
        foreach (var batch in _input.Values)
        {
            batch.Clear();
        }
    }

    private static SourceRow RowOf(ChangeEvent change) =>
        new(change.Table.Name, [.. change.Table.Key.Select(k => (change.After ?? change.Before)![k])]);
}
