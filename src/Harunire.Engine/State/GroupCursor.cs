namespace Harunire.Engine.State;

/// <summary>Walks the entries of one group, page by page.</summary>
internal ref struct GroupCursor
{
    private readonly StateTable _table;
    private readonly ReadOnlySpan<ulong> _group;
    private readonly ulong _hash;
    private readonly bool _byPlace;
    private StatePage? _page;
    private int _place;
    private int _slot;

    public GroupCursor(StateTable table, ReadOnlySpan<ulong> group, bool indexedByGroup)
    {
        _table = table;
        _group = group;
        _hash = group.IsEmpty ? 0 : WordHash.Of(group) & 0xFFFFFFFF_00000000;
        _byPlace = indexedByGroup && !group.IsEmpty;
        (_place, _slot) = (-1, -1);
    }

    public readonly StatePage Page => _page!;

    /// <summary>The entry's own part of the key.</summary>
    public readonly ReadOnlySpan<ulong> Member => _page!.Key(_slot)[_group.Length..];

    public readonly Span<ulong> Values => _page!.Values(_slot);

    public bool Next()
    {
        _page ??= _table.PageOf(_hash);
        while (true)
        {
            _slot = _byPlace ? _page.NextOfGroup(_hash, _group, ref _place) : NextInOrder();
            if (_slot >= 0)
            {
                return true;
            }

            if (PageTree.IsLast(_page) || (!_group.IsEmpty && (PageTree.Next(_page) ^ _hash) >> 32 != 0))
            {
                return false;
            }

            _page = _table.PageOf(PageTree.Next(_page));
            (_place, _slot) = (-1, -1);
        }
    }

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
