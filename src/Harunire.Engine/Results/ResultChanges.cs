using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Results;

/// <summary>Turns the output deltas of a cut into at most one whole row per key: the new one, or gone.</summary>
internal abstract class ResultChanges
{
    private readonly MappingPlan _plan;

    protected ResultChanges(MappingPlan plan) => (_plan, KeyCount, Width) = (plan, plan.Target.KeyCount, plan.Target.Columns.Length);

    protected int KeyCount { get; }

    protected int Width { get; }

    /// <summary>Where each key of the target is one group of the plan, the deltas tell all; else the live rows are kept by key.</summary>
    public static ResultChanges For(MappingPlan plan, CellLayout[] layouts, StateScope scope) =>
        IsGroupedByKey(plan.Root, plan.TargetOrdinals.Take(plan.Target.KeyCount).Select(o => plan.Root.Columns[o]).ToHashSet())
            ? new GroupChanges(plan, layouts)
            : new KeyedChanges(plan, layouts, scope);

    /// <returns>Empty where more of the cut follows.</returns>
    public IReadOnlyList<ResultRow> Take(DeltaBatch output, bool closesCut)
    {
        var columns = new DeltaColumn[Width];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = output.Columns[_plan.TargetOrdinals[i]];
        }

        return Take(columns, output.Weights, closesCut);
    }

    /// <param name="columns">In the target's order.</param>
    protected abstract IReadOnlyList<ResultRow> Take(DeltaColumn[] columns, DeltaWeights weights, bool closesCut);

    protected ResultRow Put(DeltaColumn[] columns, int row)
    {
        var values = new Datum[Width - KeyCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = columns[KeyCount + i][row];
        }

        return new ResultRow(Key(columns, row), values);
    }

    protected static Datum[] Cells(ReadOnlySpan<DeltaColumn> columns, int row)
    {
        var cells = new Datum[columns.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = columns[i][row];
        }

        return cells;
    }

    protected Datum[] Key(DeltaColumn[] columns, int row) => Cells(columns.AsSpan(0, KeyCount), row);

    protected void RefuseNull(ReadOnlySpan<Datum> key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i].IsNull && !_plan.Target.Columns[i].Nullable)
            {
                throw new HarunireException(EngineErrors.NullInKey, $"{_plan.Target.Columns[i].Name} is NULL", Subject(key));
            }
        }
    }

    protected string Subject(ReadOnlySpan<Datum> key) => $"{_plan.Mapping}, key ({string.Join(", ", key.ToArray())})";

    private static bool IsGroupedByKey(PlanNode node, HashSet<QueryColumn> key) => node switch
    {
        FilterNode filter => IsGroupedByKey(filter.Input, key),
        ProjectNode project => IsGroupedByKey(
            project.Input,
            project.Projections.Where(p => key.Contains(p.Output)).Select(p => p.Expression).OfType<BoundColumn>().Select(c => c.Column).ToHashSet()),
        AggregateNode aggregate => aggregate.Keys.All(k => key.Contains(k.Output)),
        DistinctNode distinct => distinct.Columns.All(key.Contains),
        _ => false,
    };
}
