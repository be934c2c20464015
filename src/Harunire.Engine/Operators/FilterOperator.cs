using Harunire.Engine.Expressions;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary><c>out = filter(in)</c>: linear, no state.</summary>
internal sealed class FilterOperator(FilterNode node, Operator input) : Operator(node.Columns)
{
    private readonly ConditionEvaluator _condition = ExpressionCompiler.Condition(node.Condition, node.Input.Columns);

    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        var batch = input.Step(inputs);
        Output.Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            if (_condition(batch.Row(i)))
            {
                Output.Add(batch.Row(i), batch.Weight(i));
            }
        }

        return Output;
    }
}
