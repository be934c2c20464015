using System.Diagnostics;
using Harunire.Engine.State;
using Harunire.Engine.Vectors;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary>The operators of a plan, inputs first, so that a plan numbers its state tables always the same.</summary>
internal static class OperatorBuilder
{
    public static Operator Build(PlanNode node, StateScope scope)
    {
        var inputs = node.Inputs.Select(input => Build(input, scope)).ToArray();
        VectorCompiler Compiler() => new(node.Inputs[0].Columns, inputs[0].Layouts);
        return node switch
        {
            ScanNode scan => new ScanOperator(scan),
            SingleRowNode => new SingleRowOperator(scope),
            FilterNode filter => new FilterOperator(Compiler().Condition(filter.Condition), inputs[0]),
            ProjectNode project => new ProjectOperator(Compiler().Scalars(project.Projections.Select(p => p.Expression)), inputs[0]),
            JoinNode join => new JoinOperator(join, inputs[0], inputs[1], scope),
            SemiJoinNode semi => new SemiJoinOperator(semi, inputs[0], inputs[1], scope),
            AggregateNode aggregate => AggregateOperator.Build(aggregate.Keys.Select(k => k.Expression), aggregate.Aggregates, Compiler(), inputs[0], scope),
            DistinctNode distinct => AggregateOperator.Build(distinct.Columns.Select(c => new Sql.Bound.BoundColumn(c)), [], Compiler(), inputs[0], scope),
            UnionAllNode union => new UnionAllOperator(union, inputs),
            _ => throw new UnreachableException(),
        };
    }
}
