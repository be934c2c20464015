using Harunire.Model.Deltas;
using Harunire.Model.Values;

namespace Harunire.Engine.Vectors;

/// <summary>One value for all rows.</summary>
internal sealed class ConstantVector(Datum value, CellLayout layout) : VectorNode(layout)
{
    private readonly DeltaColumn _column = new(layout);

    public Datum Value => value;

    public override DeltaColumn Evaluate(DeltaBatch batch)
    {
        if (_column.Count > batch.Count)
        {
            _column.Clear();
        }

        while (_column.Count < batch.Count)
        {
            _column.Append(in value);
        }

        return _column;
    }
}
