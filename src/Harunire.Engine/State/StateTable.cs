using Harunire.Engine.Checkpoints;
using Harunire.Model.Errors;

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
    private readonly StatePage[] _pages = new StatePage[KeyChunk.Size];
    private ulong _seen;

    /// <param name="valueWords">How many words each entry's value has.</param>
    /// <param name="indexedByGroup">True where groups are walked often; single entries are then found by walking their group within a page.</param>
    public StateTable(StateScope scope, int valueWords, bool indexedByGroup)
    {
        (_scope, _indexedByGroup) = (scope, indexedByGroup);
        _id = scope.Register(this);
        _tree = new PageTree((depth, prefix) => new StatePage(depth, prefix, valueWords, indexedByGroup));
        if (scope.Store is { Metadata: not null } store)
        {
            Named(store, () => _tree.Restore(store.Pages.Where(page => page.Table == _id)));
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
        var page = _tree.Peek(hash);
        var slot = page.Covers(hash) ? Resident(page).Find(hash, key) : -1;
        entry = slot < 0 ? default : new StateEntry(page, slot);
        return slot >= 0;
    }

    /// <summary>An entry to be changed; a new one has zeros.</summary>
    public StateEntry FindOrAdd(ulong hash, ReadOnlySpan<ulong> key, int groupLength, out bool added)
    {
        var page = Resident(_tree.Find(hash));
        var slot = page.Find(hash, key);
        added = slot < 0;
        if (added)
        {
            slot = page.Add(hash, key, groupLength);
            if (page.IsOverfull && page.PartingBit() >= 0)
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
    public GroupCursor Group(ReadOnlySpan<ulong> group) => new(this, _tree, group, _indexedByGroup);

    /// <summary>The page, read where it is not in memory.</summary>
    public StatePage Resident(StatePage page)
    {
        page.LastUsed = _scope.Clock;
        if (!page.IsResident)
        {
            Load(page);
        }

        return page;
    }

    /// <summary>Reads what the look-ups of these keys will read, one stage for all after the other: so the misses of the cache overlap.</summary>
    /// <remarks>Benchmark "engine": state beyond the cache.</remarks>
    public void Prefetch(KeyChunk keys)
    {
        var hashes = keys.Hashes;
        for (var i = 0; i < hashes.Length; i++)
        {
            _pages[i] = _tree.Peek(hashes[i]);
        }

        var seen = 0UL;
        for (var i = 0; i < hashes.Length; i++)
        {
            seen ^= _pages[i].PeekPlace(hashes[i]);
        }

        for (var i = 0; i < hashes.Length; i++)
        {
            seen ^= _pages[i].PeekEntry(hashes[i]);
        }

        _seen = seen;
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

    // Apart from Resident: what a lambda captures is allocated at the method's start, and Resident is called for each look-up.
    private void Load(StatePage page)
    {
        var store = _scope.Store!;
        Named(store, () => page.Load(store.Read(IdOf(page))));
        _scope.Loaded(page);
    }

    // What does not fit is told with the file's name.
    private static void Named(ICheckpointStore store, Action reading)
    {
        try
        {
            reading();
        }
        catch (HarunireException failure) when (failure.Code == EngineErrors.StateDamaged && failure.Diagnostics[0].Subject is null)
        {
            throw StateFile.Damaged(store.Name, failure.Diagnostics[0].Message, failure);
        }
    }

    private StatePageId IdOf(StatePage page) => new(_id, page.Depth, page.Prefix);

    /// <returns>The page that now holds the hash.</returns>
    private StatePage Split(StatePage page, ulong hash)
    {
        var (left, right) = _tree.Split(page, page.PartingBit(), page.Hash(0));
        page.MoveTo(left, right);
        if (page.IsStored)
        {
            _gone.Add(IdOf(page));
        }

        page.IsDirty = false;
        page.Evict();
        MarkDirty(left);
        MarkDirty(right);
        left.LastUsed = right.LastUsed = _scope.Clock;
        return left.Covers(hash) ? left : right;
    }
}
