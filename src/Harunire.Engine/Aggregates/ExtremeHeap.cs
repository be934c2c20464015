using Harunire.Model.Deltas;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>The best values of one group, so that the next MIN or MAX is at hand when the present one goes.</summary>
/// <remarks>
/// It holds every live value that is at least as good as its limit, and may hold dead ones, which the caller finds when they come first.
/// It is made from the group's values, kept in memory only, and made again when it has run out: once per many losses.
/// </remarks>
internal sealed class ExtremeHeap
{
    private const int Kept = 1024;
    private const int Most = 4 * Kept;
    private readonly IComparer<Datum> _bestFirst;
    private readonly PriorityQueue<Datum, Datum> _worstFirst;
    private readonly PriorityQueue<Datum, Datum> _values;
    private Datum _limit;
    private readonly bool _greatest;
    private long? _limitWord;
    private bool _isComplete = true;

    public ExtremeHeap(ReadOnlySpan<ulong> group, bool greatest)
    {
        Group = group.ToArray();
        _greatest = greatest;
        _bestFirst = Comparer<Datum>.Create(greatest ? (a, b) => Datum.Compare(b, a) : Datum.Compare);
        _worstFirst = new(Comparer<Datum>.Create(greatest ? Datum.Compare : (a, b) => Datum.Compare(b, a)));
        _values = new(_bestFirst);
    }

    public ulong[] Group { get; }

    /// <summary>True where it holds all of the group's values.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>Too many dead values: make it anew.</summary>
    public bool IsSpent => _values.Count > Most;

    /// <summary>Takes a value of the group while the heap is made; ends with <see cref="Collected"/>.</summary>
    public void Collect(in Datum value)
    {
        if (_worstFirst.Count < Kept)
        {
            _worstFirst.Enqueue(value, value);
        }
        else
        {
            _isComplete = false;
            _worstFirst.EnqueueDequeue(value, value);
        }
    }

    /// <param name="layout">Of the values, where the order of words is theirs.</param>
    public void Collected(CellLayout layout)
    {
        if (_worstFirst.Count > 0)
        {
            _limit = _worstFirst.Peek();
            _limitWord = !_isComplete && layout.IsOrdered && layout.TryEncode(in _limit, out var word) ? word : null;
        }

        _values.EnqueueRange(_worstFirst.UnorderedItems);
        _worstFirst.Clear();
    }

    /// <summary>False where a word is worse than the limit: the quick answer for most values.</summary>
    public bool MayTake(long word) => _limitWord is not { } limit || (_greatest ? word >= limit : word <= limit);

    /// <summary>A value has come.</summary>
    public void Offer(in Datum value)
    {
        if (_isComplete || _bestFirst.Compare(value, _limit) <= 0)
        {
            _values.Enqueue(value, value);
        }
    }

    public bool TryPeek(out Datum value) => _values.TryPeek(out value, out _);

    /// <summary>The first value is dead.</summary>
    public void Drop() => _values.Dequeue();
}
