using Harunire.Plans.Nodes;

namespace Harunire.Plans.Rules;

/// <summary>The rewrite rules, in the order in which they are applied.</summary>
internal static class RewriteRules
{
    private static readonly IReadOnlyList<Func<PlanNode, PlanNode>> Ordered = [ColumnPruning.Apply];

    public static PlanNode Apply(PlanNode root) => Ordered.Aggregate(root, (node, rule) => rule(node));
}
