using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Model.Deltas;

/// <summary>Rows with a signed weight: an update is the row before at -1 and the row after at +1. Not consolidated unless its maker says so.</summary>
/// <remarks>Row-major and reusable: <see cref="Clear"/> keeps the memory.</remarks>
public sealed class DeltaBatch(IReadOnlyList<ColumnDefinition> columns)
{
    private Datum[] _cells = new Datum[16 * columns.Count];
    private long[] _weights = new long[16];

    public IReadOnlyList<ColumnDefinition> Columns { get; } = columns;

    public int Count { get; private set; }

    public ReadOnlySpan<Datum> Row(int index) => _cells.AsSpan(index * Columns.Count, Columns.Count);

    public long Weight(int index) => _weights[index];

    /// <summary>Adds a row and gives its cells to fill.</summary>
    public Span<Datum> Add(long weight)
    {
        if (Count == _weights.Length)
        {
            Array.Resize(ref _weights, Count * 2);
            Array.Resize(ref _cells, Count * 2 * Columns.Count);
        }

        _weights[Count] = weight;
        return _cells.AsSpan(Count++ * Columns.Count, Columns.Count);
    }

    public void Add(ReadOnlySpan<Datum> row, long weight) => row.CopyTo(Add(weight));

    public void Clear()
    {
        Array.Clear(_cells, 0, Count * Columns.Count);
        Count = 0;
    }
}
