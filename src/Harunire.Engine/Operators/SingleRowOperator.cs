using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;

namespace Harunire.Engine.Operators;

/// <summary><c>out = one row</c> at the very first step, nothing after.</summary>
internal sealed class SingleRowOperator(StateScope scope) : Operator([])
{
    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        Output.Clear();
        if (!scope.Started)
        {
            Output.Weights.Add(1);
        }

        return Output;
    }
}
