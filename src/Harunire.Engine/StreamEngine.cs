using Harunire.Engine.Checkpoints;
using Harunire.Engine.Operators;
using Harunire.Engine.Results;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;

namespace Harunire.Engine;

/// <summary>Keeps one mapping's result under changes of its tables: <c>out = Q(state + in) - Q(state)</c>. Synchronous, one thread at a time.</summary>
/// <remarks>A failed step leaves the state half way: open a new engine from the last checkpoint.</remarks>
public sealed class StreamEngine
{
    /// <summary>How much state stays in memory where nothing else is said: 1 GiB.</summary>
    public const long DefaultMemoryBytes = 1L << 30;

    private readonly MappingPlan _plan;
    private readonly StateScope _scope;
    private readonly Operator _root;
    private readonly ResultChanges _results;
    private readonly ICheckpointStore? _store;
    private bool _failed;
    private bool _isOpen;

    /// <param name="store">Null: state in memory only. Its checkpoint must be of this plan.</param>
    /// <param name="memoryBytes">State beyond this leaves memory once a checkpoint holds it, and is read again by key. What changed since the last checkpoint stays.</param>
    public StreamEngine(MappingPlan plan, ICheckpointStore? store = null, long memoryBytes = DefaultMemoryBytes)
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
        _scope = new StateScope(store, memoryBytes);
        _root = OperatorBuilder.Build(plan.Root, _scope);
        _results = ResultChanges.For(plan, _root.Layouts, _scope);
    }

    /// <summary>Takes the changes of a cut, or a part of them.</summary>
    /// <param name="inputs">By table, with all columns of its schema; tables without changes may be absent.</param>
    /// <param name="closesCut">False: more of the cut follows, and no result is given before it is whole.</param>
    /// <returns>What the cut has made of the result: one row per key that changed.</returns>
    public IReadOnlyList<ResultRow> Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs, bool closesCut = true)
    {
        Begin();
        var rows = _results.Take(_root.Step(inputs), closesCut);
        _scope.EndStep();
        (_failed, _isOpen) = (false, !closesCut);
        return rows;
    }

    /// <summary>Makes state, offsets and pending results durable as one. Not within a cut.</summary>
    public void Checkpoint(CheckpointMetadata metadata)
    {
        if (_store is null || _isOpen || metadata.Fingerprint != _plan.Fingerprint)
        {
            throw new InvalidOperationException("A checkpoint needs a store, a closed cut, and the plan's fingerprint.");
        }

        Begin();
        _store.Commit(_scope.Tables.SelectMany(table => table.Changes()), metadata);
        _scope.Committed();
        _failed = false;
    }

    private void Begin()
    {
        if (_failed)
        {
            throw new HarunireException(EngineErrors.Stopped, "a step of this engine failed before", _plan.Mapping);
        }

        _failed = true;
    }
}
