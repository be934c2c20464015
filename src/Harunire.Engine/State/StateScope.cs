using Harunire.Engine.Checkpoints;

namespace Harunire.Engine.State;

/// <summary>The state tables of one plan. Their numbers follow the plan's order, which the fingerprint fixes.</summary>
/// <param name="memoryBytes">Pages that the last checkpoint holds unchanged leave memory beyond this.</param>
internal sealed class StateScope(ICheckpointStore? store, long memoryBytes)
{
    private readonly List<StateTable> _tables = [];
    private long _loadedWords;

    public ICheckpointStore? Store { get; } = store;

    public IReadOnlyList<StateTable> Tables => _tables;

    /// <summary>Counts steps, to tell which pages were used last.</summary>
    public long Clock { get; private set; }

    /// <summary>True once a first step is behind: keyless aggregates have given their first row.</summary>
    public bool Started { get; set; } = store?.Metadata is not null;

    public int Register(StateTable table)
    {
        _tables.Add(table);
        return _tables.Count;
    }

    public void Loaded(StatePage page) => _loadedWords += page.CapacityWords;

    /// <summary>After a step: what was only read may leave.</summary>
    public void EndStep()
    {
        Started = true;
        Clock++;
        if (Store is not null && _loadedWords * sizeof(ulong) > memoryBytes / 8)
        {
            Trim();
        }
    }

    public void Committed()
    {
        foreach (var table in _tables)
        {
            table.Committed();
        }

        Trim();
    }

    // Down to nine tenths, so that it is not done at each step.
    private void Trim()
    {
        _loadedWords = 0;
        if (_tables.Sum(table => (long)table.PageCount) * StatePage.MostWords * 2 * sizeof(ulong) <= memoryBytes)
        {
            return;
        }

        var resident = _tables.SelectMany(table => table.Pages).Where(page => page.IsResident).ToList();
        var words = resident.Sum(page => (long)page.CapacityWords);
        if (words * sizeof(ulong) <= memoryBytes)
        {
            return;
        }

        foreach (var page in resident.Where(page => page is { IsDirty: false, IsStored: true }).OrderBy(page => page.LastUsed))
        {
            if (words * sizeof(ulong) <= memoryBytes / 10 * 9)
            {
                return;
            }

            words -= page.CapacityWords;
            page.Evict();
        }
    }
}
