using System.Collections.Immutable;
using Harunire.Model.Rows;

namespace Harunire.Sql.Bound;

/// <summary>What stands after FROM.</summary>
public abstract record BoundFrom
{
    private protected BoundFrom()
    {
    }

    public abstract ImmutableArray<QueryColumn> Columns { get; }
}

/// <summary>A source table; one column for each of its columns, in its order.</summary>
public sealed record BoundTable(TableSchema Table, string Alias, ImmutableArray<QueryColumn> Outputs) : BoundFrom
{
    public override ImmutableArray<QueryColumn> Columns => Outputs;
}

/// <summary>An inline view or WITH query; its columns are the query's own.</summary>
public sealed record BoundDerived(BoundQuery Query, string Alias) : BoundFrom
{
    public override ImmutableArray<QueryColumn> Columns => Query.Columns;
}

/// <summary>A join; right joins are written as left joins, (+) as ANSI, comma and CROSS as inner with a null condition.</summary>
/// <param name="On">Null: every pair.</param>
public sealed record BoundJoin(JoinKind Kind, BoundFrom Left, BoundFrom Right, BoundExpression? On) : BoundFrom
{
    public override ImmutableArray<QueryColumn> Columns => Left.Columns.AddRange(Right.Columns);
}
