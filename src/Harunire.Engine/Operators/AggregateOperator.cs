using System.Collections.Immutable;
using Harunire.Engine.Aggregates;
using Harunire.Engine.Rows;
using Harunire.Engine.State;
using Harunire.Engine.Vectors;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Operators;

/// <summary><c>out = groups(state + in) - groups(state)</c>: only touched groups are looked at; state is one entry for each group. DISTINCT is groups without aggregates.</summary>
/// <remarks>Without keys there is one row from the first step on, also over no rows. A group's two deltas follow each other.</remarks>
internal sealed class AggregateOperator : Operator
{
    private const int Rows = 0;
    private const int Touch = 1;
    private const int FirstZone = 2;
    private readonly Operator _input;
    private readonly StateScope _scope;
    private readonly VectorNode[] _keys;
    private readonly int[] _zoned;
    private readonly RowPacker _packer;
    private readonly AggregateSet _aggregates;
    private readonly StateTable _state;
    private readonly TouchedGroups _touched;
    private readonly DeltaColumn[] _keyColumns;
    private readonly KeyChunk _chunk = new();

    private AggregateOperator(VectorNode[] keys, AggregateSet aggregates, Operator input, StateScope scope, int[] zoned)
        : base([.. keys.Select(k => k.Layout), .. aggregates.Layouts])
    {
        (_input, _scope, _keys, _zoned, _aggregates) = (input, scope, keys, zoned, aggregates);
        _packer = new RowPacker(Array.ConvertAll(keys, k => k.Layout), instants: true);
        _keyColumns = new DeltaColumn[keys.Length];
        _state = new StateTable(scope, aggregates.EndWord, indexedByGroup: false);
        _touched = new TouchedGroups(aggregates.EndWord, [.. aggregates.Layouts]);
    }

    public static AggregateOperator Build(
        IEnumerable<BoundExpression> keys, ImmutableArray<BoundAggregate> aggregates, VectorCompiler compiler, Operator input, StateScope scope)
    {
        var vectors = compiler.Scalars(keys);
        int[] zoned = [.. Enumerable.Range(0, vectors.Length).Where(i => vectors[i].Layout.Kind == DatumKind.TimestampTz)];
        return new AggregateOperator(vectors, new AggregateSet(aggregates, compiler, scope, Rows, FirstZone + zoned.Length), input, scope, zoned);
    }

    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        var batch = _input.Step(inputs);
        Output.Clear();
        _touched.Clear();
        for (var i = 0; i < _keys.Length; i++)
        {
            _keyColumns[i] = _keys[i].Evaluate(batch);
        }

        _aggregates.Evaluate(batch);
        if (_keys.Length == 0 && !_scope.Started)
        {
            TouchGroup(WordHash.Of([]), [], -1);
        }

        for (var first = 0; first < batch.Count; first += KeyChunk.Size)
        {
            AddChunk(batch, first, Math.Min(KeyChunk.Size, batch.Count - first));
        }

        for (var i = 0; i < _touched.Count; i++)
        {
            Emit(i);
        }

        if (_aggregates.HasNegativeValues)
        {
            throw Negative(Named(_aggregates.NegativeGroup));
        }

        return Output;
    }

    private void AddChunk(DeltaBatch batch, int first, int count)
    {
        _chunk.Clear();
        for (var i = 0; i < count; i++)
        {
            _chunk.Add(_packer.Pack(_keyColumns, first + i));
        }

        _state.Prefetch(_chunk);
        _aggregates.Prepare(_chunk, first);
        for (var i = 0; i < count; i++)
        {
            var key = _chunk.Key(i);
            var (row, weight) = (first + i, batch.Weights[first + i]);
            var entry = TouchGroup(_chunk.Hash(i), key, row);
            entry[Rows] = unchecked((ulong)((long)entry[Rows] + weight));
            _aggregates.Add(entry, key, row, i, weight);
        }
    }

    private Span<ulong> TouchGroup(ulong hash, ReadOnlySpan<ulong> key, int row)
    {
        var found = _state.FindOrAdd(hash, key, key.Length, out var added);
        var entry = found.Values;
        if (entry[Touch] != 0)
        {
            return entry;
        }

        for (var i = 0; added && i < _zoned.Length; i++)
        {
            var zoned = _keyColumns[_zoned[i]][row];
            entry[FirstZone + i] = unchecked((ulong)(zoned.IsNull ? 0 : zoned.AsTimestampTz.OffsetMinutes));
        }

        var existed = entry[Rows] != 0 || (_keys.Length == 0 && _scope.Started);
        var group = _touched.Add(hash, key, found, entry, existed);
        if (existed && _aggregates.ReachesBeyond(entry))
        {
            _aggregates.Emit(entry, key, _touched.BeyondColumns);
            _touched.SetBeyond(group);
        }

        entry[Touch] = (ulong)group + 1;
        return entry;
    }

    private void Emit(int touched)
    {
        var key = _touched.Key(touched);
        var found = _touched.Entry(touched) is { IsValid: true } still ? still : _state.FindOrAdd(_touched.Hash(touched), key, key.Length, out _);
        var entry = found.Values;
        entry[Touch] = 0;
        var rows = unchecked((long)entry[Rows]);
        if (rows < 0 || _aggregates.IsNegative(entry))
        {
            throw Negative(Named(key));
        }

        var (existed, exists) = (_touched.Existed(touched), rows > 0 || _keys.Length == 0);
        if (existed && exists && !_touched.IsBeyond(touched) && _touched.Before(touched).SequenceEqual(entry) && !_aggregates.ReachesBeyond(entry))
        {
            return;
        }

        if (existed)
        {
            EmitKey(key, entry, -1);
            if (_touched.IsBeyond(touched))
            {
                _touched.EmitBeyond(touched, Output.Columns.AsSpan(_keys.Length));
            }
            else
            {
                _aggregates.Emit(_touched.Before(touched), key, Output.Columns.AsSpan(_keys.Length));
            }
        }

        if (exists)
        {
            EmitKey(key, entry, 1);
            _aggregates.Emit(entry, key, Output.Columns.AsSpan(_keys.Length));
        }
        else
        {
            _state.Remove(found);
        }
    }

    private void EmitKey(ReadOnlySpan<ulong> key, ReadOnlySpan<ulong> entry, long weight)
    {
        Output.Weights.Add(weight);
        if (_zoned.Length == 0)
        {
            _packer.Unpack(key, Output.Columns);
            return;
        }

        var cells = _packer.Unpack(key);
        for (var i = 0; i < _zoned.Length; i++)
        {
            ref var cell = ref cells[_zoned[i]];
            cell = cell.IsNull ? cell : Datum.FromTimestampTz(cell.AsTimestampTz with { OffsetMinutes = unchecked((int)entry[FirstZone + i]) });
        }

        for (var i = 0; i < cells.Length; i++)
        {
            Output.Columns[i].Append(in cells[i]);
        }
    }

    private string Named(ReadOnlySpan<ulong> key) => $"GROUP BY ({string.Join(", ", _packer.Unpack(key))})";
}
