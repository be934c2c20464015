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
    private ulong[] _key = new ulong[16];

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

    /// <summary>False where a part of the row's key is NULL. The key is valid until the next row's.</summary>
    public bool TryKey(int row, out ReadOnlySpan<ulong> key)
    {
        key = default;
        foreach (var column in _columns)
        {
            if (column.Tags[row] == CellTag.Null)
            {
                return false;
            }
        }

        key = _keyPacker.Pack(_columns, row);
        return true;
    }

    public GroupCursor Group(ReadOnlySpan<ulong> key) => _table.Group(key);

    /// <summary>Adds a row of the batch.</summary>
    /// <param name="matches">The weights of its partners.</param>
    public void Add(ReadOnlySpan<ulong> key, int row, long weight, long matches)
    {
        var words = _rowPacker.Pack(_batch!.Columns, row);
        var length = key.Length + words.Length;
        if (_key.Length < length)
        {
            _key = new ulong[length * 2];
        }

        key.CopyTo(_key);
        words.CopyTo(_key.AsSpan(key.Length));
        var whole = _key.AsSpan(0, length);
        var entry = _table.FindOrAdd(WordHash.OfMember(key, words), whole, key.Length, out _);
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
            Negative.Changed(whole, before, after);
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
