using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Rows;

namespace Harunire.Engine.Operators;

/// <summary>An incremental operator. The law of all: <c>out = Q(state + in) - Q(state)</c>, and the state becomes <c>state + in</c>.</summary>
/// <param name="layouts">Of the columns that it gives.</param>
internal abstract class Operator(CellLayout[] layouts)
{
    public CellLayout[] Layouts { get; } = layouts;

    /// <summary>Reused from step to step.</summary>
    protected DeltaBatch Output { get; } = new(Array.ConvertAll(layouts, layout => new DeltaColumn(layout)), new DeltaWeights());

    /// <summary>The output's deltas, valid until the next step; not consolidated.</summary>
    public abstract DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs);

    protected static HarunireException Negative(string place) => new(
        EngineErrors.NegativeWeight, "a row was taken away more often than it was given", place);
}
