using System.Collections.Immutable;
using Harunire.Model.Rows;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Nodes;

/// <summary>A relational operator of the logical plan. Its expressions refer to the columns of its inputs by id and hold no subqueries.</summary>
public abstract record PlanNode
{
    private protected PlanNode()
    {
    }

    /// <summary>The columns that it gives, in order.</summary>
    public abstract ImmutableArray<QueryColumn> Columns { get; }

    public abstract ImmutableArray<PlanNode> Inputs { get; }
}

/// <summary>The rows of a source table; <see cref="Ordinals"/> are the table's columns that are kept.</summary>
public sealed record ScanNode(TableSchema Table, ImmutableArray<int> Ordinals, ImmutableArray<QueryColumn> Outputs) : PlanNode
{
    public override ImmutableArray<QueryColumn> Columns => Outputs;

    public override ImmutableArray<PlanNode> Inputs => [];
}

/// <summary>One row without columns (DUAL).</summary>
public sealed record SingleRowNode : PlanNode
{
    public override ImmutableArray<QueryColumn> Columns => [];

    public override ImmutableArray<PlanNode> Inputs => [];
}

/// <summary>The rows for which the condition is true.</summary>
public sealed record FilterNode(PlanNode Input, BoundExpression Condition) : PlanNode
{
    public override ImmutableArray<QueryColumn> Columns => Input.Columns;

    public override ImmutableArray<PlanNode> Inputs => [Input];
}

/// <summary>Computes new columns; what is not named is dropped.</summary>
public sealed record ProjectNode(PlanNode Input, ImmutableArray<BoundProjection> Projections) : PlanNode
{
    public override ImmutableArray<QueryColumn> Columns => [.. Projections.Select(p => p.Output)];

    public override ImmutableArray<PlanNode> Inputs => [Input];
}

/// <summary>Inner, left or full join: pairs with equal keys (NULL equals nothing) for which the residual is true.</summary>
/// <param name="LeftKeys">Expressions over the left input, as many as <paramref name="RightKeys"/>; empty: every pair is a candidate.</param>
public sealed record JoinNode(
    JoinKind Kind,
    PlanNode Left,
    PlanNode Right,
    ImmutableArray<BoundExpression> LeftKeys,
    ImmutableArray<BoundExpression> RightKeys,
    BoundExpression? Residual) : PlanNode
{
    public override ImmutableArray<QueryColumn> Columns => Left.Columns.AddRange(Right.Columns);

    public override ImmutableArray<PlanNode> Inputs => [Left, Right];
}

/// <summary>Rows of the left input that have (semi) or lack (anti) a partner on the right; each left row once, with its own weight.</summary>
/// <param name="NullAware">NOT IN: a left row with a NULL key, or any right row with a NULL key, leaves no row unless the right side is empty. Only with <paramref name="Anti"/>.</param>
/// <param name="CorrelationKeyCount">With <paramref name="NullAware"/>: how many of the leading keys are correlation (plain equality); the rest are the IN operands.</param>
public sealed record SemiJoinNode(
    bool Anti,
    bool NullAware,
    int CorrelationKeyCount,
    PlanNode Left,
    PlanNode Right,
    ImmutableArray<BoundExpression> LeftKeys,
    ImmutableArray<BoundExpression> RightKeys,
    BoundExpression? Residual) : PlanNode
{
    public override ImmutableArray<QueryColumn> Columns => Left.Columns;

    public override ImmutableArray<PlanNode> Inputs => [Left, Right];
}

/// <summary>Groups by keys (NULL equals NULL). Without keys: exactly one row, also over no rows.</summary>
public sealed record AggregateNode(PlanNode Input, ImmutableArray<BoundProjection> Keys, ImmutableArray<BoundAggregate> Aggregates) : PlanNode
{
    public override ImmutableArray<QueryColumn> Columns => [.. Keys.Select(k => k.Output), .. Aggregates.Select(a => a.Output)];

    public override ImmutableArray<PlanNode> Inputs => [Input];
}

/// <summary>Each distinct row once (NULL equals NULL).</summary>
public sealed record DistinctNode(PlanNode Input) : PlanNode
{
    public override ImmutableArray<QueryColumn> Columns => Input.Columns;

    public override ImmutableArray<PlanNode> Inputs => [Input];
}

/// <summary>All rows of all inputs, column by column in order.</summary>
public sealed record UnionAllNode(ImmutableArray<PlanNode> Sources, ImmutableArray<QueryColumn> Outputs) : PlanNode
{
    public override ImmutableArray<QueryColumn> Columns => Outputs;

    public override ImmutableArray<PlanNode> Inputs => Sources;
}
