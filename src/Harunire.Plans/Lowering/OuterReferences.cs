using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>Tells the columns of the query around a subquery from those of the subquery and of what is nested in it.</summary>
internal static class OuterReferences
{
    /// <param name="own">The columns of the subquery's FROM.</param>
    public static bool Any(BoundExpression conjunct, HashSet<QueryColumn> own) =>
        BoundColumns.Of(conjunct).Any(column => !own.Contains(column) && !Nested(conjunct, column));

    private static bool Nested(BoundExpression expression, QueryColumn column) => BoundRewriter.All(expression).Any(e => e switch
    {
        BoundExists x => Inside(x.Query, column),
        BoundInSubquery x => Inside(x.Query, column),
        BoundScalarSubquery x => Inside(x.Query, column),
        _ => false,
    });

    private static bool Inside(BoundQuery query, QueryColumn column) => query switch
    {
        BoundSelect select => select.Columns.Contains(column) || Inside(select.From, column)
            || select.GroupBy.Any(g => g.Output == column) || select.Aggregates.Any(a => a.Output == column)
            || (select.Where is not null && Nested(select.Where, column))
            || (select.Having is not null && Nested(select.Having, column))
            || select.Select.Any(p => Nested(p.Expression, column)),
        BoundUnionAll union => union.Outputs.Contains(column) || union.Inputs.Any(i => Inside(i, column)),
        _ => false,
    };

    private static bool Inside(BoundFrom? from, QueryColumn column) => from switch
    {
        null => false,
        BoundTable table => table.Columns.Contains(column),
        BoundDerived derived => Inside(derived.Query, column),
        BoundJoin join => Inside(join.Left, column) || Inside(join.Right, column),
        _ => false,
    };
}
