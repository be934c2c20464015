using Harunire.Engine.Checkpoints;

namespace Harunire.Engine.State;

/// <summary>The state tables of one plan. Their numbers follow the plan's order, which the fingerprint fixes.</summary>
internal sealed class StateScope(ICheckpointStore? store, int cachedGroups)
{
    private readonly List<IStateTable> _tables = [];

    public ICheckpointStore? Store { get; } = store;

    public int CachedGroups { get; } = cachedGroups;

    public IReadOnlyList<IStateTable> Tables => _tables;

    /// <summary>True once a first step is behind: keyless aggregates have given their first row.</summary>
    public bool Started { get; set; } = store?.Metadata is not null;

    public int Register(IStateTable table)
    {
        _tables.Add(table);
        return _tables.Count;
    }
}
