using System.Numerics;
using Harunire.Engine.Checkpoints;
using Harunire.Model.Errors;

namespace Harunire.Engine.State;

/// <summary>Pages by the prefix of the hash: a binary tree that branches only where pages differ, its upper levels as one array.</summary>
/// <remarks>A prefix that no page has is no gap: its page is made when it is asked for.</remarks>
internal sealed class PageTree
{
    private const int MostDirectoryBits = 24;
    private readonly Func<int, ulong, StatePage> _create;
    private object _root;
    private object[] _directory = new object[2];
    private int _bits = 1;

    public PageTree(Func<int, ulong, StatePage> create)
    {
        _create = create;
        _root = create(0, 0);
        Count = 1;
        FillDirectory();
    }

    public int Count { get; private set; }

    /// <summary>The page of a hash, made where there is none.</summary>
    public StatePage Find(ulong hash)
    {
        var page = Peek(hash);
        return page.Covers(hash) ? page : Add(hash);
    }

    /// <summary>The page of a hash, or some other where there is none.</summary>
    public StatePage Peek(ulong hash)
    {
        var node = _directory[hash >> (64 - _bits)];
        while (node is Branch branch)
        {
            node = branch.Side(hash);
        }

        return (StatePage)node;
    }

    /// <summary>The pages with entries of a group: those whose prefix agrees with the upper half of the hash. Null for a group that has none.</summary>
    public object? FindGroup(ulong hash)
    {
        var node = _directory[hash >> (64 - _bits)];
        while (node is Branch { Depth: < 32 } branch)
        {
            node = branch.Side(hash);
        }

        var first = node;
        while (first is Branch deeper)
        {
            first = deeper.Left;
        }

        var page = (StatePage)first;
        return (page.Prefix ^ hash) >> 32 == 0 || page.Covers(hash) ? node : null;
    }

    /// <summary>All pages below a node that <see cref="FindGroup"/> gave.</summary>
    public static IEnumerable<StatePage> PagesOf(object node)
    {
        var rest = new Stack<object>([node]);
        while (rest.TryPop(out var next))
        {
            if (next is Branch branch)
            {
                rest.Push(branch.Right);
                rest.Push(branch.Left);
            }
            else
            {
                yield return (StatePage)next;
            }
        }
    }

    public IEnumerable<StatePage> All() => PagesOf(_root);

    /// <summary>Two pages take the place of one, parted at the first bit in which two of its hashes differ.</summary>
    /// <param name="bit">That bit, from 0 at the top.</param>
    /// <param name="hash">One of the page's.</param>
    public (StatePage Left, StatePage Right) Split(StatePage page, int bit, ulong hash)
    {
        var (left, right) = (_create(bit + 1, Top(hash, bit)), _create(bit + 1, Top(hash, bit) | (1UL << (63 - bit))));
        Replace(page, page.Prefix, new Branch(bit, left, right));
        Count++;
        Widen();
        return (left, right);
    }

    /// <summary>The tree of a checkpoint. HAR5010 where its pages overlap.</summary>
    public void Restore(IEnumerable<StatePageId> ids)
    {
        var first = true;
        foreach (var id in ids)
        {
            if (id.Depth is < 0 or > 64 || Top(id.Prefix, id.Depth) != id.Prefix)
            {
                throw new HarunireException(EngineErrors.StateDamaged, "a page of the state has no right name");
            }

            var page = _create(id.Depth, id.Prefix);
            page.IsStored = true;
            page.Evict();
            if (first)
            {
                (_root, first) = (page, false);
                FillDirectory();
                continue;
            }

            Insert(page, id.Prefix, Nearest(id.Prefix));
        }

        if (first)
        {
            throw new HarunireException(EngineErrors.StateDamaged, "pages of the state are missing");
        }
    }

    private static ulong Top(ulong hash, int bits) => bits == 0 ? 0 : hash & (ulong.MaxValue << (64 - bits));

    private StatePage Add(ulong hash)
    {
        var nearest = Nearest(hash);
        var depth = BitOperations.LeadingZeroCount(hash ^ nearest.Prefix) + 1;
        var page = _create(depth, Top(hash, depth));
        Insert(page, hash, nearest);
        return page;
    }

    private StatePage Nearest(ulong hash)
    {
        var node = _root;
        while (node is Branch branch)
        {
            node = branch.Side(hash);
        }

        return (StatePage)node;
    }

    private void Insert(StatePage page, ulong hash, StatePage nearest)
    {
        var bit = BitOperations.LeadingZeroCount(hash ^ nearest.Prefix);
        if (bit >= page.Depth || bit >= nearest.Depth)
        {
            throw new HarunireException(EngineErrors.StateDamaged, "the pages of the state overlap");
        }

        // The new branch stands above the first node that lies deeper than its bit.
        var below = _root;
        while (below is Branch branch && branch.Depth < bit)
        {
            below = branch.Side(hash);
        }

        var isLeft = ((hash << bit) >> 63) == 0;
        Replace(below, hash, new Branch(bit, isLeft ? page : below, isLeft ? below : page));
        Count++;
        Widen();
    }

    private void Replace(object node, ulong hash, Branch branch)
    {
        if (ReferenceEquals(_root, node))
        {
            _root = branch;
            FillDirectory();
            return;
        }

        var parent = (Branch)_root;
        while (!ReferenceEquals(parent.Side(hash), node))
        {
            parent = (Branch)parent.Side(hash);
        }

        parent.SetSide(hash, branch);
        if (parent.Depth < _bits)
        {
            Fill(parent, (int)(Top(hash, parent.Depth) >> (64 - _bits)), 1 << (_bits - parent.Depth), parent.Depth);
        }
    }

    private void Widen()
    {
        if (_directory.Length < Count && _bits < MostDirectoryBits)
        {
            _bits++;
            _directory = new object[_directory.Length * 2];
            FillDirectory();
        }
    }

    private void FillDirectory() => Fill(_root, 0, _directory.Length, 0);

    /// <summary>A slot holds the first node at or below the directory's depth; where no page is, the nearest one.</summary>
    private void Fill(object node, int start, int length, int depth)
    {
        if (node is not Branch branch || branch.Depth >= _bits)
        {
            _directory.AsSpan(start, length).Fill(node);
            return;
        }

        // Bits between the node's depth and the branch's are those of its pages; other hashes find any page and see that it is not theirs.
        for (; depth < branch.Depth && length > 1; depth++)
        {
            length /= 2;
            var isRight = ((SamplePrefix(branch) << depth) >> 63) != 0;
            _directory.AsSpan(isRight ? start : start + length, length).Fill(branch);
            start = isRight ? start + length : start;
        }

        Fill(branch.Left, start, length / 2, depth + 1);
        Fill(branch.Right, start + (length / 2), length / 2, depth + 1);
    }

    private static ulong SamplePrefix(object node)
    {
        while (node is Branch branch)
        {
            node = branch.Left;
        }

        return ((StatePage)node).Prefix;
    }

    private sealed class Branch(int depth, object left, object right)
    {
        public object Left { get; private set; } = left;

        public object Right { get; private set; } = right;

        /// <summary>The bit that decides, from 0 at the top.</summary>
        public int Depth { get; } = depth;

        public object Side(ulong hash) => ((hash << Depth) >> 63) == 0 ? Left : Right;

        public void SetSide(ulong hash, object node)
        {
            if (((hash << Depth) >> 63) == 0)
            {
                Left = node;
            }
            else
            {
                Right = node;
            }
        }
    }
}
