using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary><c>out = one row</c> at the very first step, nothing after.</summary>
internal sealed class SingleRowOperator(SingleRowNode node, StateScope scope) : Operator(node.Columns)
{
    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        Output.Clear();
        if (!scope.Started)
        {
            Output.Add(1);
        }

        return Output;
    }
}
