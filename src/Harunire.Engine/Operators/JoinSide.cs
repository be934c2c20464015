using System.Collections.Immutable;
using Harunire.Engine.Rows;
using Harunire.Engine.State;
using Harunire.Engine.Vectors;
using Harunire.Model.Deltas;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Operators;

/// <summary>One side of a join: its rows by key, each row an entry of its own, so that a change rewrites nothing but the row.</summary>
internal sealed class JoinSide
{
    private readonly VectorNode[] _keys;
    private readonly bool[] _padded;
    private readonly DeltaColumn[] _converted;
    private readonly DeltaColumn[] _columns;
    private readonly RowPacker _keyPacker;
    private readonly RowPacker _rowPacker;
    private readonly StateTable _table;
    private readonly bool _counted;
    private DeltaBatch? _batch;
    private readonly KeyChunk _groups = new();
    private readonly KeyChunk _members = new();
    private int _first;

    /// <param name="keys">This side's key expressions.</param>
    /// <param name="padded">For each key, true where both sides are CHAR: trailing blanks don't count.</param>
    /// <param name="layouts">Those in which both sides' keys are compared.</param>
    /// <param name="input">Gives the rows.</param>
    /// <param name="counted">True where each row keeps the number of its partners.</param>
    public JoinSide(VectorNode[] keys, bool[] padded, CellLayout[] layouts, Operator input, bool counted, StateScope scope)
    {
        (_keys, _padded, _counted) = (keys, padded, counted);
        _converted = Array.ConvertAll(layouts, layout => new DeltaColumn(layout));
        _columns = new DeltaColumn[keys.Length];
        _keyPacker = new RowPacker(layouts, instants: true);
        _rowPacker = new RowPacker(input.Layouts);
        _table = new StateTable(scope, counted ? 2 : 1, indexedByGroup: true);
    }

    public NegativeKeys Negative { get; } = new();

    public RowPacker Rows => _rowPacker;

    /// <summary>The two sides of a join over keys that are compared in pairs.</summary>
    public static (JoinSide Left, JoinSide Right) Pair(
        IReadOnlyList<BoundExpression> leftKeys,
        IReadOnlyList<BoundExpression> rightKeys,
        (ImmutableArray<QueryColumn> Columns, Operator Operator, bool Counted) left,
        (ImmutableArray<QueryColumn> Columns, Operator Operator, bool Counted) right,
        StateScope scope)
    {
        var leftVectors = new VectorCompiler(left.Columns, left.Operator.Layouts).Scalars(leftKeys);
        var rightVectors = new VectorCompiler(right.Columns, right.Operator.Layouts).Scalars(rightKeys);
        bool[] padded = [.. leftKeys.Zip(rightKeys, (a, b) => a.Type is CharType && b.Type is CharType)];
        CellLayout[] layouts = [.. leftVectors.Zip(rightVectors, (a, b) => a.Layout.Scale >= b.Layout.Scale ? a.Layout : b.Layout)];
        return (new JoinSide(leftVectors, padded, layouts, left.Operator, left.Counted, scope), new JoinSide(rightVectors, padded, layouts, right.Operator, right.Counted, scope));
    }

    public void Begin(DeltaBatch batch)
    {
        _batch = batch;
        for (var i = 0; i < _keys.Length; i++)
        {
            var column = _keys[i].Evaluate(batch);
            _columns[i] = column.Layout == _converted[i].Layout && !_padded[i] ? column : Convert(column, i);
        }
    }

    /// <summary>Makes the keys of some rows of the batch, for <see cref="TryKey"/> and <see cref="Add"/>.</summary>
    public void Prepare(int first, int count, JoinSide other)
    {
        _first = first;
        _groups.Clear();
        _members.Clear();
        for (var row = first; row < first + count; row++)
        {
            var group = HasKey(row) ? _keyPacker.Pack(_columns, row) : [];
            _groups.Add(group);
            _members.Add(group, _rowPacker.Pack(_batch!.Columns, row));
        }

        _table.Prefetch(_members);
        other._table.Prefetch(_groups);
    }

    /// <summary>False where a part of the row's key is NULL.</summary>
    public bool TryKey(int row, out ReadOnlySpan<ulong> key)
    {
        key = _groups.Key(row - _first);
        return HasKey(row);
    }

    public GroupCursor Group(ReadOnlySpan<ulong> key) => _table.Group(key);

    /// <summary>Adds a row of the batch.</summary>
    /// <param name="matches">The weights of its partners.</param>
    public void Add(int row, long weight, long matches)
    {
        var prepared = row - _first;
        var key = _members.Key(prepared);
        var entry = _table.FindOrAdd(_members.Hash(prepared), key, _members.GroupLength(prepared), out _);
        var values = entry.Values;
        var before = unchecked((long)values[0]);
        var after = before + weight;
        values[0] = unchecked((ulong)after);
        if (_counted)
        {
            values[1] = unchecked((ulong)matches);
        }

        if ((before | after) < 0)
        {
            Negative.Changed(key, _members.GroupLength(prepared), before, after);
        }

        if (after == 0)
        {
            _table.Remove(entry);
        }
    }

    /// <summary>The row under the cursor gains or loses partners.</summary>
    /// <returns>How many it had and has.</returns>
    public (long Before, long After) Rematch(GroupCursor cursor, long weight)
    {
        ref var matches = ref cursor.Values[1];
        var before = unchecked((long)matches);
        matches = unchecked((ulong)(before + weight));
        _table.MarkDirty(cursor.Page);
        return (before, before + weight);
    }

    public Datum[] KeyCells(ReadOnlySpan<ulong> key) => _keyPacker.Unpack(key);

    private bool HasKey(int row)
    {
        foreach (var column in _columns)
        {
            if (column.Tags[row] == CellTag.Null)
            {
                return false;
            }
        }

        return true;
    }

    private DeltaColumn Convert(DeltaColumn column, int key)
    {
        var converted = _converted[key];
        converted.Clear();
        for (var row = 0; row < column.Count; row++)
        {
            if (_padded[key])
            {
                converted.Append(PaddedText.Trim(column[row]));
            }
            else
            {
                converted.Append(column, row);
            }
        }

        return converted;
    }
}
