namespace Harunire.Model.Deltas;

/// <summary>The signed weights of a batch's rows.</summary>
public sealed class DeltaWeights
{
    private long[] _weights = new long[16];

    public int Count { get; private set; }

    public ReadOnlySpan<long> Values => _weights.AsSpan(0, Count);

    public long this[int row] => _weights[row];

    public void Add(long weight)
    {
        if (Count == _weights.Length)
        {
            Array.Resize(ref _weights, Count * 2);
        }

        _weights[Count++] = weight;
    }

    public void Clear() => Count = 0;
}
