namespace Harunire.Sql.Bound;

/// <summary>The columns that an expression or query refers to, those inside subqueries included.</summary>
public static class BoundColumns
{
    public static IEnumerable<QueryColumn> Of(BoundExpression? expression) => expression switch
    {
        null => [],
        BoundColumn column => [column.Column],
        BoundExists exists => Of(exists.Query),
        BoundScalarSubquery scalar => Of(scalar.Query),
        BoundInSubquery @in => @in.Operands.SelectMany(Of).Concat(Of(@in.Query)),
        _ => BoundRewriter.ChildrenOf(expression).SelectMany(Of),
    };

    public static IEnumerable<QueryColumn> Of(BoundQuery query) => query switch
    {
        BoundSelect select => OfFrom(select.From)
            .Concat(Of(select.Where))
            .Concat(select.GroupBy.SelectMany(k => Of(k.Expression)))
            .Concat(select.Aggregates.SelectMany(a => Of(a.Argument)))
            .Concat(Of(select.Having))
            .Concat(select.Select.SelectMany(p => Of(p.Expression))),
        BoundUnionAll union => union.Inputs.SelectMany(Of),
        _ => [],
    };

    private static IEnumerable<QueryColumn> OfFrom(BoundFrom? from) => from switch
    {
        BoundDerived derived => Of(derived.Query),
        BoundJoin join => OfFrom(join.Left).Concat(OfFrom(join.Right)).Concat(Of(join.On)),
        _ => [],
    };
}
