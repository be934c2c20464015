using Harunire.Model.Deltas;

namespace Harunire.Engine.Aggregates;

/// <summary>One aggregate: what it keeps for a group is a few words in the group's entry; zeros are a group without rows.</summary>
internal abstract class GroupAggregate
{
    /// <summary>How many words it keeps.</summary>
    public abstract int Words { get; }

    /// <summary>Of its result.</summary>
    public abstract CellLayout Layout { get; }

    public abstract void Add(Span<ulong> state, in AggregateInput input);

    public abstract void Emit(Span<ulong> state, ReadOnlySpan<ulong> group, DeltaColumn output);

    /// <summary>True where more of some value has gone than came.</summary>
    public virtual bool IsNegative(ReadOnlySpan<ulong> state) => false;

    /// <summary>True where the words alone do not tell the result: part of it stands in another table.</summary>
    public virtual bool ReachesBeyond(ReadOnlySpan<ulong> state) => false;
}
