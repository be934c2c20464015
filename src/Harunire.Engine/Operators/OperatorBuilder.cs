using System.Diagnostics;
using Harunire.Engine.State;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary>The operators of a plan, inputs first, so that a plan numbers its state tables always the same.</summary>
internal static class OperatorBuilder
{
    public static Operator Build(PlanNode node, StateScope scope)
    {
        var inputs = node.Inputs.Select(input => Build(input, scope)).ToArray();
        return node switch
        {
            ScanNode scan => new ScanOperator(scan),
            SingleRowNode single => new SingleRowOperator(single, scope),
            FilterNode filter => new FilterOperator(filter, inputs[0]),
            ProjectNode project => new ProjectOperator(project, inputs[0]),
            JoinNode join => new JoinOperator(join, inputs[0], inputs[1], scope),
            SemiJoinNode semi => new SemiJoinOperator(semi, inputs[0], inputs[1], scope),
            AggregateNode aggregate => new AggregateOperator(aggregate, inputs[0], scope),
            DistinctNode distinct => new DistinctOperator(distinct, inputs[0], scope),
            UnionAllNode union => new UnionAllOperator(union, inputs),
            _ => throw new UnreachableException(),
        };
    }
}
