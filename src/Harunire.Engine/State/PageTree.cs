using Harunire.Engine.Checkpoints;
using Harunire.Model.Errors;

namespace Harunire.Engine.State;

/// <summary>Pages by the prefix of the hash: a binary tree whose upper levels are one array.</summary>
internal sealed class PageTree
{
    private const int MostDirectoryBits = 24;
    private readonly Func<int, ulong, StatePage> _create;
    private object[] _directory;
    private int _bits = 1;

    public PageTree(Func<int, ulong, StatePage> create)
    {
        _create = create;
        var only = create(0, 0);
        _directory = [only, only];
        Count = 1;
    }

    public int Count { get; private set; }

    public StatePage Find(ulong hash)
    {
        var node = _directory[hash >> (64 - _bits)];
        while (node is Branch branch)
        {
            node = ((hash << branch.Depth) >> 63) == 0 ? branch.Left : branch.Right;
        }

        return (StatePage)node;
    }

    /// <summary>Two halves take the page's place.</summary>
    public (StatePage Left, StatePage Right) Split(StatePage page)
    {
        var left = _create(page.Depth + 1, page.Prefix);
        var right = _create(page.Depth + 1, page.Prefix | (1UL << (63 - page.Depth)));
        if (page.Depth < _bits)
        {
            var (first, half) = ((int)(page.Prefix >> (64 - _bits)), 1 << (_bits - page.Depth - 1));
            _directory.AsSpan(first, half).Fill(left);
            _directory.AsSpan(first + half, half).Fill(right);
        }
        else
        {
            Replace(page, new Branch(page.Depth, left, right));
        }

        Count++;
        if (Count > _directory.Length && _bits < MostDirectoryBits)
        {
            Widen();
        }

        return (left, right);
    }

    public IEnumerable<StatePage> All()
    {
        var hash = 0UL;
        while (true)
        {
            var page = Find(hash);
            yield return page;
            if (IsLast(page))
            {
                yield break;
            }

            hash = Next(page);
        }
    }

    /// <summary>The page after this one begins at <see cref="Next"/>.</summary>
    public static bool IsLast(StatePage page) => page.Depth == 0 || (page.Prefix | (ulong.MaxValue >> page.Depth)) == ulong.MaxValue;

    public static ulong Next(StatePage page) => (page.Prefix | (ulong.MaxValue >> page.Depth)) + 1;

    /// <summary>The tree of a checkpoint. HAR5010 where its pages leave a gap or overlap.</summary>
    public void Restore(IEnumerable<StatePageId> pages)
    {
        foreach (var id in pages.OrderBy(p => p.Depth))
        {
            var page = Find(id.Prefix);
            while (page.Depth < id.Depth && !page.IsStored && id.Depth < 64)
            {
                Split(page);
                page = Find(id.Prefix);
            }

            if (page.Depth != id.Depth || page.Prefix != id.Prefix || page.IsStored)
            {
                throw new HarunireException(EngineErrors.StateDamaged, "the pages of the state overlap");
            }

            page.IsStored = true;
            page.Evict();
        }

        if (All().Any(page => !page.IsStored))
        {
            throw new HarunireException(EngineErrors.StateDamaged, "pages of the state are missing");
        }
    }

    private void Replace(StatePage page, Branch branch)
    {
        var top = page.Prefix >> (64 - _bits);
        if (_directory[top] is not Branch parent)
        {
            _directory[top] = branch;
            return;
        }

        while (true)
        {
            var isLeft = ((page.Prefix << parent.Depth) >> 63) == 0;
            if ((isLeft ? parent.Left : parent.Right) is Branch next)
            {
                parent = next;
                continue;
            }

            if (isLeft)
            {
                parent.Left = branch;
            }
            else
            {
                parent.Right = branch;
            }

            return;
        }
    }

    private void Widen()
    {
        var wider = new object[_directory.Length * 2];
        for (var i = 0; i < wider.Length; i++)
        {
            wider[i] = _directory[i / 2] is Branch branch ? (i % 2 == 0 ? branch.Left : branch.Right) : _directory[i / 2];
        }

        (_directory, _bits) = (wider, _bits + 1);
    }

    private sealed class Branch(int depth, object left, object right)
    {
        public object Left = left;

        public object Right = right;

        public int Depth { get; } = depth;
    }
}
