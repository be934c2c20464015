using System.Collections.Immutable;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Operators;

/// <summary>An incremental operator. The law of all: <c>out = Q(state + in) - Q(state)</c>, and the state becomes <c>state + in</c>.</summary>
internal abstract class Operator(ImmutableArray<QueryColumn> columns)
{
    /// <summary>Reused from step to step.</summary>
    protected DeltaBatch Output { get; } = new([.. columns.Select(c => new ColumnDefinition(c.Name, c.Type, c.Nullable))]);

    /// <summary>The output's deltas, valid until the next step; not consolidated.</summary>
    public abstract DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs);

    protected static HarunireException Negative(string place) => new(
        EngineErrors.NegativeWeight, "a row was taken away more often than it was given", place);
}
