using Harunire.Engine.Aggregates;
using Harunire.Engine.Expressions;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary><c>out = groups(state + in) - groups(state)</c>: only touched groups are looked at; state is the accumulators of each group.</summary>
/// <remarks>Without keys there is one row from the first step on, also over no rows.</remarks>
internal sealed class AggregateOperator : Operator
{
    private readonly Operator _input;
    private readonly StateScope _scope;
    private readonly ScalarEvaluator[] _keys;
    private readonly ScalarEvaluator?[] _arguments;
    private readonly GroupTable<AggregateGroup> _state;
    private readonly Datum[] _key;

    public AggregateOperator(AggregateNode node, Operator input, StateScope scope)
        : base(node.Columns)
    {
        (_input, _scope) = (input, scope);
        _keys = [.. node.Keys.Select(k => ExpressionCompiler.Scalar(k.Expression, node.Input.Columns))];
        _arguments = [.. node.Aggregates.Select(a => a.Argument is null ? null : ExpressionCompiler.Scalar(a.Argument, node.Input.Columns))];
        _key = new Datum[_keys.Length];
        var makers = node.Aggregates.Select(Accumulator.For).ToArray();
        _state = new GroupTable<AggregateGroup>(scope, () => new AggregateGroup(Array.ConvertAll(makers, make => make())));
    }

    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        var batch = _input.Step(inputs);
        Output.Clear();
        if (_keys.Length == 0 && !_scope.Started)
        {
            Touch();
        }

        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.Row(i);
            for (var j = 0; j < _key.Length; j++)
            {
                _key[j] = _keys[j](row);
            }

            var (group, weight) = (Touch(), batch.Weight(i));
            group.Rows += weight;
            for (var j = 0; j < _arguments.Length; j++)
            {
                group.Accumulators[j].Add(_arguments[j] is { } argument ? argument(row) : Datum.Null, weight);
            }
        }

        foreach (var slot in _state.Touched)
        {
            Emit(slot);
        }

        _state.EndStep();
        return Output;
    }

    private AggregateGroup Touch()
    {
        var group = _state.Touch(_key, out var first).Group;
        if (first)
        {
            group.Before = group.Rows > 0 || (_keys.Length == 0 && _scope.Started) ? group.Values() : null;
        }

        return group;
    }

    private void Emit(Slot<AggregateGroup> slot)
    {
        var group = slot.Group;
        if (group.HasNegative)
        {
            throw Negative($"GROUP BY ({string.Join(", ", slot.Key)})");
        }

        var after = group.Rows > 0 || _keys.Length == 0 ? group.Values() : null;
        if (group.Before is { } before && after is not null && RowComparer.Instance.Equals(before, after))
        {
            group.Before = null;
            return;
        }

        Emit(slot.Key, group.Before, -1);
        Emit(slot.Key, after, 1);
        group.Before = null;
    }

    private void Emit(Datum[] key, Datum[]? values, long weight)
    {
        if (values is not null)
        {
            var output = Output.Add(weight);
            key.CopyTo(output);
            values.CopyTo(output[key.Length..]);
        }
    }
}
