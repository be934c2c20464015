using Harunire.Engine.Rows;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Results;

/// <summary>The live rows by key, and which of them was published: a key may have many rows on the way, and at most one at the end of a cut.</summary>
internal sealed class KeyedChanges : ResultChanges
{
    private const int Weight = 0;
    private const int IsPublished = 1;
    private readonly StateTable _state;
    private readonly RowPacker _keyPacker;
    private readonly RowPacker _rowPacker;
    private readonly HashSet<ulong[]> _touched = new(WordsComparer.Instance);
    private readonly HashSet<ulong[]>.AlternateLookup<ReadOnlySpan<ulong>> _touchedSpans;
    private ulong[] _entryKey = new ulong[16];

    public KeyedChanges(MappingPlan plan, CellLayout[] layouts, StateScope scope)
        : base(plan)
    {
        CellLayout[] target = [.. plan.TargetOrdinals.Select(o => layouts[o])];
        _keyPacker = new RowPacker(target[..KeyCount], instants: true);
        _rowPacker = new RowPacker(target);
        _state = new StateTable(scope, 2, indexedByGroup: true);
        _touchedSpans = _touched.GetAlternateLookup<ReadOnlySpan<ulong>>();
    }

    protected override IReadOnlyList<ResultRow> Take(DeltaColumn[] columns, DeltaWeights weights, bool closesCut)
    {
        var keyColumns = columns[..KeyCount];
        for (var row = 0; row < weights.Count; row++)
        {
            var key = _keyPacker.Pack(keyColumns, row);
            _touchedSpans.Add(key);
            var words = _rowPacker.Pack(columns, row);
            ref var weight = ref _state.FindOrAdd(WordHash.OfMember(key, words), Joined(key, words), key.Length, out _).Values[Weight];
            weight = unchecked((ulong)((long)weight + weights[row]));
        }

        if (!closesCut)
        {
            return [];
        }

        var changes = new List<ResultRow>(_touched.Count);
        foreach (var key in _touched)
        {
            Close(key, changes);
        }

        _touched.Clear();
        return changes;
    }

    private void Close(ulong[] key, List<ResultRow> changes)
    {
        Datum[]? live = null, published = null;
        List<ulong[]>? dead = null;
        var rows = 0L;
        for (var row = _state.Group(key); row.Next();)
        {
            var weight = unchecked((long)row.Values[Weight]);
            if (weight < 0)
            {
                throw new HarunireException(EngineErrors.NegativeWeight, "a result row was taken away more often than it was given", Subject(_keyPacker.Unpack(key)));
            }

            rows += weight;
            live = weight > 0 ? _rowPacker.Unpack(row.Member) : live;
            published = row.Values[IsPublished] != 0 ? _rowPacker.Unpack(row.Member) : published;
            row.Values[IsPublished] = weight > 0 ? 1UL : 0;
            if (weight == 0)
            {
                (dead ??= []).Add(row.Member.ToArray());
            }
        }

        if (rows > 1)
        {
            throw new HarunireException(EngineErrors.KeyNotUnique, "the query gives more than one row for this key of the target", Subject(_keyPacker.Unpack(key)));
        }

        foreach (var member in dead ?? [])
        {
            if (_state.TryFind(WordHash.OfMember(key, member), Joined(key, member), out var entry))
            {
                _state.Remove(entry);
            }
        }

        if (live is not null)
        {
            RefuseNull(live.AsSpan(0, KeyCount));
        }

        if (live is null ? published is not null : published is null || !live.AsSpan().SequenceEqual(published))
        {
            changes.Add(new ResultRow((live ?? published)![..KeyCount], live?[KeyCount..]));
        }
    }

    private ReadOnlySpan<ulong> Joined(ReadOnlySpan<ulong> key, ReadOnlySpan<ulong> row)
    {
        var length = key.Length + row.Length;
        if (_entryKey.Length < length)
        {
            _entryKey = new ulong[length * 2];
        }

        key.CopyTo(_entryKey);
        row.CopyTo(_entryKey.AsSpan(key.Length));
        return _entryKey.AsSpan(0, length);
    }
}
