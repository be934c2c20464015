using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary><c>out = in1 + in2 + ...</c>: linear, no state.</summary>
internal sealed class UnionAllOperator(UnionAllNode node, Operator[] sources) : Operator(Common(node, sources))
{
    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        Output.Clear();
        foreach (var source in sources)
        {
            var batch = source.Step(inputs);
            for (var i = 0; i < batch.Count; i++)
            {
                Output.Add(batch, i, batch.Weights[i]);
            }
        }

        return Output;
    }

    private static CellLayout[] Common(UnionAllNode node, Operator[] sources) =>
        [.. node.Outputs.Select((column, i) => sources.All(s => s.Layouts[i] == sources[0].Layouts[i]) ? sources[0].Layouts[i] : CellLayout.Of(column.Type))];
}
