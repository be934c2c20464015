using Harunire.Model.Deltas;

namespace Harunire.Engine.Vectors;

/// <summary>A column of the input itself.</summary>
internal sealed class ColumnVector(int ordinal, CellLayout layout) : VectorNode(layout)
{
    public int Ordinal => ordinal;

    public override DeltaColumn Evaluate(DeltaBatch batch) => batch.Columns[ordinal];
}
