using Harunire.Engine.Expressions;
using Harunire.Model.Deltas;
using Harunire.Model.Values;

namespace Harunire.Engine.Vectors;

/// <summary>Any expression, row by row through the row evaluator: what has no loop of its own.</summary>
/// <param name="ordinals">The columns that it reads.</param>
internal sealed class RowVector(ScalarEvaluator evaluator, int[] ordinals, int width, CellLayout layout) : VectorNode(layout)
{
    private readonly DeltaColumn _result = new(layout);
    private readonly Datum[] _row = new Datum[width];

    public override DeltaColumn Evaluate(DeltaBatch batch)
    {
        _result.Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            foreach (var ordinal in ordinals)
            {
                _row[ordinal] = batch.Columns[ordinal][i];
            }

            _result.Append(evaluator(_row));
        }

        return _result;
    }
}
