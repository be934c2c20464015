using Harunire.Model.Values;

namespace Harunire.Engine.Expressions;

/// <summary>The rows that an expression sees: one, or the two of a join.</summary>
internal readonly ref struct RowPair(ReadOnlySpan<Datum> left, ReadOnlySpan<Datum> right)
{
    private readonly ReadOnlySpan<Datum> _left = left;
    private readonly ReadOnlySpan<Datum> _right = right;

    /// <summary>Columns of the left row from 0; those of the right row as their complement (~0, ~1, ...).</summary>
    public ref readonly Datum Cell(int place)
    {
        if (place >= 0)
        {
            return ref _left[place];
        }

        return ref _right[~place];
    }
}
