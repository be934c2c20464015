using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Rules;

/// <summary>Copies plans with their inputs or expressions replaced.</summary>
internal static class PlanRewriter
{
    public static PlanNode BottomUp(PlanNode node, Func<PlanNode, PlanNode> rewrite) => rewrite(Inputs(node, input => BottomUp(input, rewrite)));

    public static PlanNode Inputs(PlanNode node, Func<PlanNode, PlanNode> rewrite) => node switch
    {
        FilterNode n => n with { Input = rewrite(n.Input) },
        ProjectNode n => n with { Input = rewrite(n.Input) },
        JoinNode n => n with { Left = rewrite(n.Left), Right = rewrite(n.Right) },
        SemiJoinNode n => n with { Left = rewrite(n.Left), Right = rewrite(n.Right) },
        AggregateNode n => n with { Input = rewrite(n.Input) },
        DistinctNode n => n with { Input = rewrite(n.Input) },
        UnionAllNode n => n with { Sources = [.. n.Sources.Select(rewrite)] },
        _ => node,
    };

    /// <summary>The expressions of the node itself.</summary>
    public static PlanNode Expressions(PlanNode node, Func<BoundExpression, BoundExpression> rewrite)
    {
        BoundExpression? Optional(BoundExpression? e) => e is null ? null : rewrite(e);
        return node switch
        {
            FilterNode n => n with { Condition = rewrite(n.Condition) },
            ProjectNode n => n with { Projections = [.. n.Projections.Select(p => p with { Expression = rewrite(p.Expression) })] },
            JoinNode n => n with { LeftKeys = [.. n.LeftKeys.Select(rewrite)], RightKeys = [.. n.RightKeys.Select(rewrite)], Residual = Optional(n.Residual) },
            SemiJoinNode n => n with { LeftKeys = [.. n.LeftKeys.Select(rewrite)], RightKeys = [.. n.RightKeys.Select(rewrite)], Residual = Optional(n.Residual) },
            AggregateNode n => n with
            {
                Keys = [.. n.Keys.Select(k => k with { Expression = rewrite(k.Expression) })],
                Aggregates = [.. n.Aggregates.Select(a => a with { Argument = Optional(a.Argument) })],
            },
            _ => node,
        };
    }

    public static BoundExpression Substitute(BoundExpression expression, IReadOnlyDictionary<QueryColumn, BoundExpression> by) => expression is BoundColumn column
        ? by.TryGetValue(column.Column, out var meaning) ? meaning : column
        : BoundRewriter.Children(expression, child => Substitute(child, by));
}
