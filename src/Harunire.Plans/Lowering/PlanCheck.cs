using Harunire.Model.Errors;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>Refuses plans in which an operator would read what its inputs do not give: references to an outer query that lowering could not turn into keys.</summary>
internal static class PlanCheck
{
    /// <param name="fallback">The place told where the expression has none.</param>
    public static void Check(PlanNode node, SourceLocation fallback)
    {
        var problems = Problems(node, fallback).DistinctBy(p => p.Location).ToList();
        if (problems.Count > 0)
        {
            throw new HarunireException(problems);
        }
    }

    private static IEnumerable<Diagnostic> Problems(PlanNode node, SourceLocation fallback)
    {
        foreach (var problem in node.Inputs.SelectMany(input => Problems(input, fallback)))
        {
            yield return problem;
        }

        var given = node.Inputs.SelectMany(i => i.Columns).ToHashSet();
        foreach (var expression in Expressions(node))
        {
            var location = BoundRewriter.All(expression).Select(e => e.Location).FirstOrDefault(l => l.Line > 0, fallback);
            if (QueryLowering.HasSubquery(expression))
            {
                yield return NotPlannable(location, "a subquery stands at a place where it can't be kept up to date", "write it as a JOIN with an inline view");
            }
            else if (BoundColumns.Of(expression).FirstOrDefault(c => !given.Contains(c)) is { } outside)
            {
                yield return NotPlannable(location, $"a subquery refers to {outside.Name} of the query around it at a place where that is not supported", "refer to the outer query only in the subquery's own WHERE, or write a JOIN with an inline view");
            }
        }
    }

    private static Diagnostic NotPlannable(SourceLocation location, string message, string hint) =>
        new() { Code = PlanErrors.NotPlannable, Message = message, Location = location, Hint = hint };

    public static IEnumerable<BoundExpression> Expressions(PlanNode node) => node switch
    {
        FilterNode filter => [filter.Condition],
        ProjectNode project => project.Projections.Select(p => p.Expression),
        JoinNode join => [.. join.LeftKeys, .. join.RightKeys, .. Optional(join.Residual)],
        SemiJoinNode semi => [.. semi.LeftKeys, .. semi.RightKeys, .. Optional(semi.Residual)],
        AggregateNode aggregate => aggregate.Keys.Select(k => k.Expression).Concat(aggregate.Aggregates.SelectMany(a => Optional(a.Argument))),
        _ => [],
    };

    private static IEnumerable<BoundExpression> Optional(BoundExpression? expression) => expression is null ? [] : [expression];
}
