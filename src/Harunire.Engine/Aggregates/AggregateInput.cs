using Harunire.Model.Deltas;

namespace Harunire.Engine.Aggregates;

/// <summary>One row on its way into an aggregate of its group.</summary>
/// <param name="group">The group's key.</param>
/// <param name="column">The argument.</param>
/// <param name="row">Its row in it.</param>
/// <param name="weight">How often the row comes; for aggregates over distinct values 1 where the value is new, -1 where it has gone, else 0.</param>
internal readonly ref struct AggregateInput(ReadOnlySpan<ulong> group, DeltaColumn column, int row, long weight)
{
    public readonly ReadOnlySpan<ulong> Group = group;

    public readonly DeltaColumn Column = column;

    public readonly int Row = row;

    public readonly long Weight = weight;

    public bool IsNull => Column.Tags[Row] == CellTag.Null;
}
