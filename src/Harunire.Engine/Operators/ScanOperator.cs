using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary><c>out = columns(in)</c>: no state, no copy.</summary>
internal sealed class ScanOperator(ScanNode node) : Operator([.. node.Ordinals.Select(o => CellLayout.Of(node.Table.Columns[o].Type))])
{
    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        if (!inputs.TryGetValue(node.Table.Name, out var batch) || batch.Count == 0)
        {
            return Output;
        }

        var columns = new DeltaColumn[node.Ordinals.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = batch.Columns[node.Ordinals[i]];
            if (columns[i].Layout != Layouts[i])
            {
                throw new ArgumentException($"The batch of {node.Table.Name} has {columns[i].Layout} in column {node.Ordinals[i]}, the plan {Layouts[i]}.", nameof(inputs));
            }
        }

        return new DeltaBatch(columns, batch.Weights);
    }
}
