namespace Harunire.Engine.State;

/// <summary>Walks the entries of one group, page by page.</summary>
internal ref struct GroupCursor
{
    private readonly StateTable _table;
    private readonly ReadOnlySpan<ulong> _group;
    private readonly ulong _hash;
    private readonly bool _byPlace;
    private readonly IEnumerator<StatePage>? _pages;
    private StatePage? _page;
    private int _place;
    private int _slot;

    public GroupCursor(StateTable table, PageTree tree, ReadOnlySpan<ulong> group, bool indexedByGroup)
    {
        _table = table;
        _group = group;
        _hash = group.IsEmpty ? 0 : WordHash.OfGroup(group);
        _byPlace = indexedByGroup && !group.IsEmpty;
        (_place, _slot) = (-1, -1);

        // Mostly one page holds the whole group; only a larger one takes an enumerator.
        var node = group.IsEmpty ? null : tree.FindGroup(_hash);
        if (node is StatePage only)
        {
            _page = table.Resident(only);
        }
        else if (node is not null || group.IsEmpty)
        {
            _pages = (node is null ? tree.All() : PageTree.PagesOf(node)).GetEnumerator();
            _page = NextPage();
        }
    }

    public readonly StatePage Page => _page!;

    /// <summary>The entry's own part of the key.</summary>
    public readonly ReadOnlySpan<ulong> Member => _page!.Key(_slot)[_group.Length..];

    public readonly Span<ulong> Values => _page!.Values(_slot);

    public bool Next()
    {
        while (_page is not null)
        {
            _slot = _byPlace ? _page.NextOfGroup(_hash, _group, ref _place) : NextInOrder();
            if (_slot >= 0)
            {
                return true;
            }

            (_place, _slot) = (-1, -1);
            _page = _pages is null ? null : NextPage();
        }

        return false;
    }

    private readonly StatePage? NextPage() => _pages!.MoveNext() ? _table.Resident(_pages.Current) : null;

    private readonly int NextInOrder()
    {
        for (var slot = _slot + 1; slot < _page!.Count; slot++)
        {
            if (_page.IsOfGroup(slot, _hash, _group))
            {
                return slot;
            }
        }

        return -1;
    }
}
