using Harunire.Model.Deltas;

namespace Harunire.Engine.Aggregates;

/// <summary>COUNT(x) and, over distinct values, COUNT(DISTINCT x); COUNT(*) over the word in which the operator counts rows.</summary>
internal sealed class CountAggregate : GroupAggregate
{
    public override int Words => 1;

    public override CellLayout Layout => CellLayout.Number(0);

    public override void Add(Span<ulong> state, in AggregateInput input)
    {
        if (!input.IsNull)
        {
            state[0] = unchecked((ulong)((long)state[0] + input.Weight));
        }
    }

    public override void Emit(Span<ulong> state, ReadOnlySpan<ulong> group, DeltaColumn output) => output.AppendWord(unchecked((long)state[0]));

    public override bool IsNegative(ReadOnlySpan<ulong> state) => unchecked((long)state[0]) < 0;
}
