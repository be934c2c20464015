using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary><c>out = sign(weights + in) - sign(weights)</c>: state is the weight of each row.</summary>
internal sealed class DistinctOperator(DistinctNode node, Operator input, StateScope scope) : Operator(node.Columns)
{
    private readonly GroupTable<WeightGroup> _state = new(scope, () => new WeightGroup());

    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        var batch = input.Step(inputs);
        Output.Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            var group = _state.Touch(batch.Row(i), out var first).Group;
            group.Before = first ? group.Weight : group.Before;
            group.Weight += batch.Weight(i);
        }

        foreach (var slot in _state.Touched)
        {
            var group = slot.Group;
            if (group.Weight < 0)
            {
                throw Negative("DISTINCT");
            }

            var change = Math.Sign(group.Weight) - Math.Sign(group.Before);
            if (change != 0)
            {
                Output.Add(slot.Key, change);
            }
        }

        _state.EndStep();
        return Output;
    }
}
