using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Model.Deltas;

/// <summary>Rows with a signed weight: an update is the row before at -1 and the row after at +1. Not consolidated unless its maker says so.</summary>
/// <remarks>Columnar and reusable: <see cref="Clear"/> keeps the memory. Batches may share columns and weights.</remarks>
public sealed class DeltaBatch(DeltaColumn[] columns, DeltaWeights weights)
{
    public DeltaBatch(IReadOnlyList<ColumnDefinition> columns)
        : this([.. columns.Select(c => new DeltaColumn(CellLayout.Of(c.Type)))], new DeltaWeights())
    {
    }

    public DeltaColumn[] Columns { get; } = columns;

    public DeltaWeights Weights { get; } = weights;

    public int Count => Weights.Count;

    public void Add(ReadOnlySpan<Datum> row, long weight)
    {
        if (row.Length != Columns.Length)
        {
            throw new ArgumentException($"The row has {row.Length} cells, the batch {Columns.Length} columns.", nameof(row));
        }

        for (var i = 0; i < Columns.Length; i++)
        {
            Columns[i].Append(in row[i]);
        }

        Weights.Add(weight);
    }

    /// <summary>A row of another batch, column by column.</summary>
    public void Add(DeltaBatch source, int row, long weight)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            Columns[i].Append(source.Columns[i], row);
        }

        Weights.Add(weight);
    }

    public long Weight(int row) => Weights[row];

    public Datum[] Row(int row) => Array.ConvertAll(Columns, column => column[row]);

    public void Clear()
    {
        foreach (var column in Columns)
        {
            column.Clear();
        }

        Weights.Clear();
    }
}
