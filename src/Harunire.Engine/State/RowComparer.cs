using Harunire.Model.Values;

namespace Harunire.Engine.State;

/// <summary>Equality of rows cell by cell (NULL equals NULL), also for spans, so that a look-up makes no array.</summary>
internal sealed class RowComparer : IEqualityComparer<Datum[]>, IAlternateEqualityComparer<ReadOnlySpan<Datum>, Datum[]>
{
    public static RowComparer Instance { get; } = new();

    public bool Equals(Datum[]? x, Datum[]? y) => ReferenceEquals(x, y) || (x is not null && y is not null && Equals(x.AsSpan(), y));

    public int GetHashCode(Datum[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<Datum> alternate, Datum[] other)
    {
        if (alternate.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < other.Length; i++)
        {
            if (!alternate[i].Equals(other[i]))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(ReadOnlySpan<Datum> alternate)
    {
        unchecked
        {
            var hash = 17;
            foreach (ref readonly var cell in alternate)
            {
                hash = (hash * 31) + cell.GetHashCode();
            }

            return hash;
        }
    }

    public Datum[] Create(ReadOnlySpan<Datum> alternate) => alternate.ToArray();
}
