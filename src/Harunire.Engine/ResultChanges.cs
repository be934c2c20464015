using System.Collections.Immutable;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;

namespace Harunire.Engine;

/// <summary>Turns the output deltas of a cut into at most one whole row per key: the new one, or gone.</summary>
internal sealed class ResultChanges(MappingPlan plan, StateScope scope)
{
    private readonly GroupTable<RowGroup> _state = new(scope, () => new RowGroup());
    private readonly ImmutableArray<int> _ordinals = plan.TargetOrdinals;
    private readonly Datum[] _row = new Datum[plan.Target.Columns.Length];

    /// <summary>True where deltas were added since the last cut was closed.</summary>
    public bool IsOpen => _state.Touched.Count > 0;

    public void Add(DeltaBatch output)
    {
        for (var i = 0; i < output.Count; i++)
        {
            var row = output.Row(i);
            for (var j = 0; j < _row.Length; j++)
            {
                _row[j] = row[_ordinals[j]];
            }

            _state.Touch(_row.AsSpan(0, plan.Target.KeyCount), out _).Group.Rows.Add(_row, output.Weight(i));
        }
    }

    public IReadOnlyList<ResultRow> Close()
    {
        var changes = new List<ResultRow>(_state.Touched.Count);
        foreach (var slot in _state.Touched)
        {
            var (group, live) = (slot.Group, Live(slot));
            if (live is null ? group.Published is not null : group.Published is null || !RowComparer.Instance.Equals(live, group.Published))
            {
                changes.Add(new ResultRow(slot.Key, live?[slot.Key.Length..]));
            }

            group.Published = live;
        }

        _state.EndStep();
        return changes;
    }

    private Datum[]? Live(Slot<RowGroup> slot)
    {
        var rows = slot.Group.Rows;
        if (rows.IsEmpty)
        {
            return null;
        }

        var subject = $"{plan.Mapping}, key ({string.Join(", ", slot.Key)})";
        if (rows.HasNegative)
        {
            throw new HarunireException(EngineErrors.NegativeWeight, "a result row was taken away more often than it was given", subject);
        }

        var only = rows.Entries.First();
        if (rows.Count > 1 || only.Weight > 1)
        {
            throw new HarunireException(EngineErrors.KeyNotUnique, "the query gives more than one row for this key of the target", subject);
        }

        for (var i = 0; i < slot.Key.Length; i++)
        {
            if (slot.Key[i].IsNull && !plan.Target.Columns[i].Nullable)
            {
                throw new HarunireException(EngineErrors.NullInKey, $"{plan.Target.Columns[i].Name} is NULL", subject);
            }
        }

        return only.Row;
    }
}
