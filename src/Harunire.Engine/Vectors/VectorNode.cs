using Harunire.Model.Deltas;

namespace Harunire.Engine.Vectors;

/// <summary>An expression over the columns of a batch, compiled to loops. Not for several threads: the result is reused.</summary>
internal abstract class VectorNode(CellLayout layout)
{
    public CellLayout Layout { get; } = layout;

    /// <summary>A cell for each row, valid until the next batch.</summary>
    public abstract DeltaColumn Evaluate(DeltaBatch batch);
}
