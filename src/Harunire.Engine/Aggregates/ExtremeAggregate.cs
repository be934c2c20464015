using Harunire.Model.Deltas;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>MIN and MAX: the present one where it is a word, found again among the group's values where it has gone.</summary>
internal sealed class ExtremeAggregate(ValueSet values, bool greatest) : GroupAggregate
{
    private const ulong None = 0;
    private const ulong IsWord = 1;
    private const ulong IsUnknown = 2;
    private const ulong IsElsewhere = 3;
    private const int HeapShift = 8;
    private const ulong TagMask = 0xFF;
    private const int MostHeaps = 50_000;
    private readonly List<ExtremeHeap> _heaps = [];
    private readonly bool _ordered = values.Layout.IsOrdered;

    /// <summary>Word 0: the tag, and above it the number of the group's heap plus one; word 1: the value.</summary>
    public override int Words => 2;

    public override CellLayout Layout => values.Layout;

    public override void Add(Span<ulong> state, in AggregateInput input)
    {
        if (input.Weight == 0)
        {
            return;
        }

        var isWord = _ordered && input.Column.Tags[input.Row] == CellTag.Word;
        if (input.Weight > 0 && HeapOf(state, input.Group) is { } heap && (!isWord || heap.MayTake(input.Column.Words[input.Row])))
        {
            heap.Offer(input.Column[input.Row]);
        }

        switch (state[0] & TagMask)
        {
            case None when isWord:
                Set(state, IsWord, input.Column.Words[input.Row]);
                break;
            case IsWord when isWord:
                Follow(state, unchecked((long)state[1]), input.Column.Words[input.Row], input.Weight);
                break;
            default:
                Set(state, IsUnknown, 0);
                break;
        }
    }

    public override void Emit(Span<ulong> state, ReadOnlySpan<ulong> group, DeltaColumn output)
    {
        switch (state[0] & TagMask)
        {
            case None:
                output.AppendNull();
                break;
            case IsWord:
                output.AppendWord(unchecked((long)state[1]));
                break;
            default:
                output.Append(Find(state, group));
                break;
        }
    }

    public override bool ReachesBeyond(ReadOnlySpan<ulong> state) => (state[0] & TagMask) is IsUnknown or IsElsewhere;

    private static void Set(Span<ulong> state, ulong tag, long word) => (state[0], state[1]) = ((state[0] & ~TagMask) | tag, unchecked((ulong)word));

    private void Follow(Span<ulong> state, long present, long word, long change)
    {
        if (change < 0)
        {
            if (word == present)
            {
                Set(state, IsUnknown, 0);
            }
        }
        else if (greatest ? word > present : word < present)
        {
            Set(state, IsWord, word);
        }
    }

    private Datum Find(Span<ulong> state, ReadOnlySpan<ulong> group)
    {
        var heap = HeapOf(state, group);
        while (true)
        {
            if (heap is null || heap.IsSpent)
            {
                heap = Make(state, group);
            }

            while (heap.TryPeek(out var best))
            {
                if (values.Contains(group, in best))
                {
                    if (_ordered && Layout.TryEncode(in best, out var word))
                    {
                        Set(state, IsWord, word);
                    }
                    else
                    {
                        Set(state, IsElsewhere, 0);
                    }

                    return best;
                }

                heap.Drop();
            }

            if (heap.IsComplete)
            {
                Set(state, None, 0);
                return Datum.Null;
            }

            heap = null;
        }
    }

    private ExtremeHeap Make(Span<ulong> state, ReadOnlySpan<ulong> group)
    {
        var heap = new ExtremeHeap(group, greatest);
        values.CopyTo(group, heap);
        heap.Collected(Layout);
        var place = (long)(state[0] >> HeapShift) - 1;
        if (HeapOf(state, group) is not null)
        {
            _heaps[(int)place] = heap;
            return heap;
        }

        if (_heaps.Count == MostHeaps)
        {
            _heaps.Clear();
        }

        _heaps.Add(heap);
        state[0] = (state[0] & TagMask) | ((ulong)_heaps.Count << HeapShift);
        return heap;
    }

    // The number may come from a checkpoint, or from before the heaps were dropped: the heap itself says whose it is.
    private ExtremeHeap? HeapOf(ReadOnlySpan<ulong> state, ReadOnlySpan<ulong> group)
    {
        var place = (long)(state[0] >> HeapShift) - 1;
        return place >= 0 && place < _heaps.Count && _heaps[(int)place].Group.AsSpan().SequenceEqual(group) ? _heaps[(int)place] : null;
    }
}
