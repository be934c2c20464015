using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Rules;

/// <summary>Law: a projection of a projection is one projection. Nothing is computed twice: what is used more than once stays below.</summary>
internal static class ProjectionMerging
{
    public static PlanNode Apply(PlanNode root) => PlanRewriter.BottomUp(root, node => node is ProjectNode project ? Merge(project) : node);

    private static PlanNode Merge(ProjectNode project)
    {
        if (project.Input is ProjectNode inner && !IsUsedTwice(project, inner))
        {
            var meanings = inner.Projections.ToDictionary(p => p.Output, p => p.Expression);
            project = new ProjectNode(inner.Input, [.. project.Projections.Select(p => p with { Expression = PlanRewriter.Substitute(p.Expression, meanings) })]);
        }

        return IsIdentity(project) ? project.Input : project;
    }

    private static bool IsUsedTwice(ProjectNode project, ProjectNode inner)
    {
        var uses = project.Projections.SelectMany(p => BoundRewriter.All(p.Expression)).OfType<BoundColumn>().CountBy(c => c.Column).ToDictionary();
        return inner.Projections.Any(p => p.Expression is not (BoundColumn or BoundLiteral) && uses.GetValueOrDefault(p.Output) > 1);
    }

    private static bool IsIdentity(ProjectNode project) =>
        project.Columns.SequenceEqual(project.Input.Columns) && project.Projections.All(p => p.Expression is BoundColumn column && column.Column == p.Output);
}
