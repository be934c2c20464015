using System.Collections.Immutable;
using Harunire.Engine.State;
using Harunire.Engine.Vectors;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Aggregates;

/// <summary>The aggregates of an operator: each argument is evaluated once, each set of values kept once, and all share a group's entry.</summary>
internal sealed class AggregateSet
{
    private readonly List<VectorNode> _arguments = [];
    private readonly List<ValueSet> _sets = [];
    private readonly GroupAggregate[] _aggregates;
    private readonly int[] _offsets;
    private readonly int[] _argumentOf;
    private readonly int[] _setOf;
    private readonly List<int> _argumentOfSet = [];
    private readonly DeltaColumn[] _columns;
    private readonly long[] _changes;

    /// <param name="rowsWord">Where the operator itself counts the group's rows: that is COUNT(*).</param>
    /// <param name="firstWord">Where the aggregates' words begin in a group's entry.</param>
    public AggregateSet(ImmutableArray<BoundAggregate> aggregates, VectorCompiler compiler, StateScope scope, int rowsWord, int firstWord)
    {
        var texts = new List<string>();
        var names = new List<string>();
        StateTable? values = null, wides = null;
        (_aggregates, _offsets) = (new GroupAggregate[aggregates.Length], new int[aggregates.Length]);
        (_argumentOf, _setOf) = (new int[aggregates.Length], new int[aggregates.Length]);
        var offset = firstWord;
        for (var i = 0; i < aggregates.Length; i++)
        {
            var aggregate = aggregates[i];
            _argumentOf[i] = aggregate.Argument is null ? -1 : Argument(aggregate.Argument, texts, compiler);
            var layout = aggregate.Argument is null ? default : _arguments[_argumentOf[i]].Layout;
            var isExtreme = aggregate.Function is AggregateFunction.Min or AggregateFunction.Max;
            _setOf[i] = !isExtreme && !aggregate.Distinct
                ? -1
                : Set(_argumentOf[i], instants: !isExtreme && layout.Kind == DatumKind.TimestampTz, names, values ??= new StateTable(scope, 1, indexedByGroup: false));
            _offsets[i] = aggregate.Argument is null ? rowsWord : offset;
            _aggregates[i] = aggregate.Function switch
            {
                AggregateFunction.CountRows or AggregateFunction.Count => new CountAggregate(),
                AggregateFunction.Min or AggregateFunction.Max => new ExtremeAggregate(_sets[_setOf[i]], aggregate.Function == AggregateFunction.Max),
                _ when aggregate.Argument!.Type is NumberType => new SumAggregate(
                    layout, aggregate.Function == AggregateFunction.Avg, new WideSums(wides ??= new StateTable(scope, WideSums.ValueWords, indexedByGroup: false), i)),
                _ => throw NotSupported(aggregate),
            };
            offset += aggregate.Argument is null ? 0 : _aggregates[i].Words;
        }

        EndWord = offset;
        _columns = new DeltaColumn[_arguments.Count];
        _changes = new long[_sets.Count];
    }

    /// <summary>Where the group's entry ends.</summary>
    public int EndWord { get; }

    public IEnumerable<CellLayout> Layouts => _aggregates.Select(a => a.Layout);

    /// <summary>The keys of values that have gone more often than they came.</summary>
    public bool HasNegativeValues => _sets.Exists(set => set.Negative.Any);

    public void Evaluate(DeltaBatch batch)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i] = _arguments[i].Evaluate(batch);
        }
    }

    /// <summary>Before the rows of a chunk are added.</summary>
    /// <param name="first">The first group's row.</param>
    public void Prepare(KeyChunk groups, int first)
    {
        for (var i = 0; i < _sets.Count; i++)
        {
            _sets[i].Prepare(groups, _columns[_argumentOfSet[i]], first);
        }
    }

    /// <summary>A row of the evaluated batch.</summary>
    /// <param name="prepared">Its number in the chunk.</param>
    public void Add(Span<ulong> entry, ReadOnlySpan<ulong> group, int row, int prepared, long weight)
    {
        for (var i = 0; i < _changes.Length; i++)
        {
            _changes[i] = _columns[_argumentOfSet[i]].Tags[row] == CellTag.Null ? 0 : _sets[i].Add(prepared, weight);
        }

        for (var i = 0; i < _aggregates.Length; i++)
        {
            var (aggregate, argument, set) = (_aggregates[i], _argumentOf[i], _setOf[i]);
            if (argument >= 0)
            {
                var state = entry.Slice(_offsets[i], aggregate.Words);
                aggregate.Add(state, new AggregateInput(group, _columns[argument], row, set < 0 ? weight : _changes[set]));
            }
        }
    }

    public void Emit(Span<ulong> entry, ReadOnlySpan<ulong> group, ReadOnlySpan<DeltaColumn> outputs)
    {
        for (var i = 0; i < _aggregates.Length; i++)
        {
            _aggregates[i].Emit(entry.Slice(_offsets[i], _aggregates[i].Words), group, outputs[i]);
        }
    }

    public bool IsNegative(ReadOnlySpan<ulong> entry)
    {
        for (var i = 0; i < _aggregates.Length; i++)
        {
            if (_aggregates[i].IsNegative(entry[_offsets[i]..]))
            {
                return true;
            }
        }

        return false;
    }

    public bool ReachesBeyond(ReadOnlySpan<ulong> entry)
    {
        for (var i = 0; i < _aggregates.Length; i++)
        {
            if (_aggregates[i].ReachesBeyond(entry[_offsets[i]..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A group one of whose values has gone more often than it came, its key.</summary>
    public ulong[] NegativeGroup => _sets.First(set => set.Negative.Any).Negative.FirstGroup[1..];

    private static HarunireException NotSupported(BoundAggregate aggregate) => new(
        EngineErrors.NotSupported,
        $"{aggregate.Function} of {aggregate.Argument!.Type}: binary floating point can't be taken away from a sum without error",
        aggregate.Output.Name,
        "cast the argument to NUMBER");

    private int Argument(BoundExpression argument, List<string> texts, VectorCompiler compiler)
    {
        var text = BoundText.Of(argument);
        if (texts.IndexOf(text) is >= 0 and var known)
        {
            return known;
        }

        texts.Add(text);
        _arguments.Add(compiler.Scalar(argument));
        return texts.Count - 1;
    }

    private int Set(int argument, bool instants, List<string> names, StateTable table)
    {
        var name = $"{argument} {instants}";
        if (names.IndexOf(name) is >= 0 and var known)
        {
            return known;
        }

        names.Add(name);
        _argumentOfSet.Add(argument);
        _sets.Add(new ValueSet(table, names.Count, _arguments[argument].Layout, instants));
        return names.Count - 1;
    }
}
