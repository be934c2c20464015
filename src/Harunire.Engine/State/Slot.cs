using Harunire.Model.Values;

namespace Harunire.Engine.State;

/// <summary>A group with its key and what has become of it since the last step and the last checkpoint.</summary>
internal sealed class Slot<TGroup>(Datum[] key, TGroup group)
{
    public Datum[] Key { get; } = key;

    public TGroup Group { get; } = group;

    public bool Touched { get; set; }

    public bool Dirty { get; set; }
}
