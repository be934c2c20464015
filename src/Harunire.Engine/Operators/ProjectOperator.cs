using Harunire.Engine.Vectors;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;

namespace Harunire.Engine.Operators;

/// <summary><c>out = project(in)</c>: linear, no state. Columns that are handed on are not copied.</summary>
internal sealed class ProjectOperator(VectorNode[] expressions, Operator input) : Operator(Array.ConvertAll(expressions, e => e.Layout))
{
    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        var batch = input.Step(inputs);
        return new DeltaBatch(Array.ConvertAll(expressions, e => e.Evaluate(batch)), batch.Weights);
    }
}
