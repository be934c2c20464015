using Harunire.Engine.Expressions;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary><c>out = project(in)</c>: linear, no state.</summary>
internal sealed class ProjectOperator(ProjectNode node, Operator input) : Operator(node.Columns)
{
    private readonly ScalarEvaluator[] _expressions = [.. node.Projections.Select(p => ExpressionCompiler.Scalar(p.Expression, node.Input.Columns))];

    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        var batch = input.Step(inputs);
        Output.Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.Row(i);
            var output = Output.Add(batch.Weight(i));
            for (var j = 0; j < output.Length; j++)
            {
                output[j] = _expressions[j](row);
            }
        }

        return Output;
    }
}
