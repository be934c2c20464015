using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary><c>out = columns(in)</c>: no state.</summary>
internal sealed class ScanOperator(ScanNode node) : Operator(node.Columns)
{
    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        Output.Clear();
        if (!inputs.TryGetValue(node.Table.Name, out var batch))
        {
            return Output;
        }

        var ordinals = node.Ordinals;
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.Row(i);
            var output = Output.Add(batch.Weight(i));
            for (var j = 0; j < output.Length; j++)
            {
                output[j] = row[ordinals[j]];
            }
        }

        return Output;
    }
}
