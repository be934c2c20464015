using Harunire.Engine.Checkpoints;

namespace Harunire.Engine.State;

/// <summary>A map from words to words: what one operator remembers. Pages that are not in memory are read when an entry of theirs is asked for.</summary>
internal sealed class StateTable
{
    private readonly StateScope _scope;
    private readonly int _id;
    private readonly bool _indexedByGroup;
    private readonly PageTree _tree;
    private readonly List<StatePage> _dirty = [];
    private readonly List<StatePageId> _gone = [];

    /// <param name="valueWords">How many words each entry's value has.</param>
    /// <param name="indexedByGroup">True where groups are walked often; single entries are then found by walking their group within a page.</param>
    public StateTable(StateScope scope, int valueWords, bool indexedByGroup)
    {
        (_scope, _indexedByGroup) = (scope, indexedByGroup);
        _id = scope.Register(this);
        _tree = new PageTree((depth, prefix) => new StatePage(depth, prefix, valueWords, indexedByGroup));
        if (scope.Store is { Metadata: not null } store)
        {
            _tree.Restore(store.Pages.Where(page => page.Table == _id));
        }
        else if (scope.Store is not null)
        {
            MarkDirty(_tree.Find(0));
        }
    }

    public IEnumerable<StatePage> Pages => _tree.All();

    public int PageCount => _tree.Count;

    /// <summary>False where there is no such entry.</summary>
    public bool TryFind(ulong hash, ReadOnlySpan<ulong> key, out StateEntry entry)
    {
        var page = PageOf(hash);
        var slot = page.Find(hash, key);
        entry = slot < 0 ? default : new StateEntry(page, slot);
        return slot >= 0;
    }

    /// <summary>An entry to be changed; a new one has zeros.</summary>
    public StateEntry FindOrAdd(ulong hash, ReadOnlySpan<ulong> key, int groupLength, out bool added)
    {
        var page = PageOf(hash);
        var slot = page.Find(hash, key);
        added = slot < 0;
        if (added)
        {
            slot = page.Add(hash, key, groupLength);
            if (page.IsOverfull && page.CanSplit())
            {
                page = Split(page, hash);
                slot = page.Find(hash, key);
            }
        }

        MarkDirty(page);
        return new StateEntry(page, slot);
    }

    public void Remove(StateEntry entry)
    {
        MarkDirty(entry.Page);
        entry.Page.Remove(entry.Slot);
    }

    public void MarkDirty(StatePage page)
    {
        if (!page.IsDirty && _scope.Store is not null)
        {
            page.IsDirty = true;
            _dirty.Add(page);
        }
    }

    /// <summary>The entries of a group, in no order. The table must not gain or lose entries meanwhile; values may change.</summary>
    public GroupCursor Group(ReadOnlySpan<ulong> group) => new(this, group, _indexedByGroup);

    public StatePage PageOf(ulong hash)
    {
        var page = _tree.Find(hash);
        page.LastUsed = _scope.Clock;
        if (!page.IsResident)
        {
            Load(page);
        }

        return page;
    }

    /// <summary>What has changed since the last checkpoint.</summary>
    public IEnumerable<StateChange> Changes()
    {
        foreach (var page in _gone)
        {
            yield return new StateChange(page, null);
        }

        foreach (var page in _dirty)
        {
            if (page.IsDirty)
            {
                yield return new StateChange(IdOf(page), page.ToBytes());
            }
        }
    }

    /// <summary>After the commit: all is clean.</summary>
    public void Committed()
    {
        foreach (var page in _dirty.Where(page => page.IsDirty))
        {
            page.IsDirty = false;
            page.IsStored = true;
        }

        _dirty.Clear();
        _gone.Clear();
    }

    private StatePageId IdOf(StatePage page) => new(_id, page.Depth, page.Prefix);

    private void Load(StatePage page)
    {
        page.Load(_scope.Store!.Read(IdOf(page)));
        _scope.Loaded(page);
    }

    /// <returns>The page that now holds the hash.</returns>
    private StatePage Split(StatePage page, ulong hash)
    {
        // Where all went to one side, the hashes share more bits: on with that one.
        for (StatePage? crowded = page; crowded is not null;)
        {
            var (left, right) = _tree.Split(crowded);
            crowded.MoveTo(left, right);
            if (crowded.IsStored)
            {
                _gone.Add(IdOf(crowded));
            }

            crowded.IsDirty = false;
            crowded.Evict();
            MarkDirty(left);
            MarkDirty(right);
            left.LastUsed = right.LastUsed = _scope.Clock;
            crowded = left.IsOverfull && left.CanSplit() ? left : right.IsOverfull && right.CanSplit() ? right : null;
        }

        return _tree.Find(hash);
    }
}
