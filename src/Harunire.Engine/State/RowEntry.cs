using Harunire.Model.Values;

namespace Harunire.Engine.State;

/// <summary>A row of a multiset.</summary>
internal sealed class RowEntry(Datum[] row)
{
    public Datum[] Row { get; } = row;

    public long Weight { get; set; }

    /// <summary>In joins that ask for it: the summed weights of its partners on the other side.</summary>
    public long Matches { get; set; }
}
