using System.Collections.Immutable;

namespace Harunire.Sql.Bound;

/// <summary>A query whose names and types are resolved.</summary>
public abstract record BoundQuery
{
    private protected BoundQuery()
    {
    }

    /// <summary>The columns that it gives, in order.</summary>
    public abstract ImmutableArray<QueryColumn> Columns { get; }
}

/// <summary>SELECT. Order of meaning: From, Where, GroupBy with Aggregates, Having, Select, Distinct.</summary>
public sealed record BoundSelect : BoundQuery
{
    /// <summary>Null: FROM DUAL, one row without columns.</summary>
    public required BoundFrom? From { get; init; }

    public BoundExpression? Where { get; init; }

    /// <summary>True where the query has GROUP BY or an aggregate; then Having and Select refer only to the outputs of GroupBy and Aggregates.</summary>
    public required bool IsGrouped { get; init; }

    /// <summary>Empty in a grouped query: one group, also over no rows.</summary>
    public ImmutableArray<BoundProjection> GroupBy { get; init; } = [];

    public ImmutableArray<BoundAggregate> Aggregates { get; init; } = [];

    public BoundExpression? Having { get; init; }

    public required ImmutableArray<BoundProjection> Select { get; init; }

    public bool Distinct { get; init; }

    public override ImmutableArray<QueryColumn> Columns => [.. Select.Select(p => p.Output)];
}

/// <summary>UNION ALL of two or more inputs with as many columns each; <see cref="Columns"/> are new ones.</summary>
public sealed record BoundUnionAll(ImmutableArray<BoundQuery> Inputs, ImmutableArray<QueryColumn> Outputs) : BoundQuery
{
    public override ImmutableArray<QueryColumn> Columns => Outputs;
}
