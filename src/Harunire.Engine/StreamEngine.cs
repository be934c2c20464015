using Harunire.Engine.Checkpoints;
using Harunire.Engine.Operators;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;

namespace Harunire.Engine;

/// <summary>Keeps one mapping's result under changes of its tables: <c>out = Q(state + in) - Q(state)</c>. Synchronous, one thread at a time.</summary>
/// <remarks>A failed step leaves the state half way: open a new engine from the last checkpoint.</remarks>
public sealed class StreamEngine
{
    private readonly MappingPlan _plan;
    private readonly StateScope _scope;
    private readonly Operator _root;
    private readonly ResultChanges _results;
    private readonly ICheckpointStore? _store;
    private readonly DeltaBatch _output;
    private readonly Dictionary<Datum[], long> _weights = new(RowComparer.Instance);
    private readonly Dictionary<Datum[], long>.AlternateLookup<ReadOnlySpan<Datum>> _lookup;
    private bool _failed;

    /// <param name="store">Null: state in memory only. Its checkpoint must be of this plan.</param>
    /// <param name="cachedGroups">How many groups of each operator stay in memory after a checkpoint.</param>
    public StreamEngine(MappingPlan plan, ICheckpointStore? store = null, int cachedGroups = 1_000_000)
    {
        if (store?.Metadata is { } metadata && metadata.Fingerprint != plan.Fingerprint)
        {
            throw new HarunireException(
                EngineErrors.StateOfAnotherPlan,
                "the state was built for another query, other types or another key",
                plan.Mapping,
                $"run with --rebuild {plan.Mapping}: the state is built anew from the topics, and the result table is replaced");
        }

        (_plan, _store) = (plan, store);
        _scope = new StateScope(store, cachedGroups);
        _root = OperatorBuilder.Build(plan.Root, _scope);
        _results = new ResultChanges(plan, _scope);
        _output = new DeltaBatch([.. plan.Root.Columns.Select(c => new ColumnDefinition(c.Name, c.Type, c.Nullable))]);
        _lookup = _weights.GetAlternateLookup<ReadOnlySpan<Datum>>();
    }

    /// <summary>The output's deltas, consolidated, valid until the next step. May be called several times within a cut.</summary>
    /// <param name="inputs">By table, with all columns of its schema; tables without changes may be absent.</param>
    public DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs) => Guard(() =>
    {
        Consolidate(_root.Step(inputs));
        _scope.Started = true;
        _results.Add(_output);
        return _output;
    });

    /// <summary>What the cut's steps have made of the result: one row per key that changed.</summary>
    public IReadOnlyList<ResultRow> CloseCut() => Guard(_results.Close);

    /// <summary>Makes state, offsets and pending results durable as one. After <see cref="CloseCut"/> only.</summary>
    public void Checkpoint(CheckpointMetadata metadata) => Guard(() =>
    {
        if (_store is null || _results.IsOpen || metadata.Fingerprint != _plan.Fingerprint)
        {
            throw new InvalidOperationException("A checkpoint needs a store, a closed cut, and the plan's fingerprint.");
        }

        _store.Commit(_scope.Tables.SelectMany(table => table.Changes()), metadata);
        foreach (var table in _scope.Tables)
        {
            table.Committed();
        }

        return true;
    });

    private void Consolidate(DeltaBatch raw)
    {
        _weights.Clear();
        for (var i = 0; i < raw.Count; i++)
        {
            _lookup.TryGetValue(raw.Row(i), out var weight);
            _lookup[raw.Row(i)] = weight + raw.Weight(i);
        }

        _output.Clear();
        foreach (var (row, weight) in _weights)
        {
            if (weight != 0)
            {
                _output.Add(row, weight);
            }
        }
    }

    private T Guard<T>(Func<T> action)
    {
        if (_failed)
        {
            throw new HarunireException(EngineErrors.Stopped, "a step of this engine failed before", _plan.Mapping);
        }

        _failed = true;
        var result = action();
        _failed = false;
        return result;
    }
}
