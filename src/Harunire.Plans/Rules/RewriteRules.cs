using Harunire.Plans.Nodes;

namespace Harunire.Plans.Rules;

/// <summary>The rewrite rules, in the order in which they are applied. Each keeps a plan's rows and their weights.</summary>
internal static class RewriteRules
{
    /// <summary>Filters go down a second time, where an outer join that stopped them has become an inner one.</summary>
    public static IReadOnlyList<Func<PlanNode, PlanNode>> Ordered { get; } =
    [
        ConstantFolding.Apply,
        PredicatePushdown.Apply,
        OuterJoinReduction.Apply,
        PredicatePushdown.Apply,
        JoinKeyDerivation.Apply,
        ProjectionMerging.Apply,
        ColumnPruning.Apply,
    ];

    public static PlanNode Apply(PlanNode root) => Ordered.Aggregate(root, (node, rule) => rule(node));
}
