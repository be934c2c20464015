using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;
using Harunire.Sql.Evaluation;

namespace Harunire.Plans.Rules;

/// <summary>Law: what is made of constants alone may be replaced by its value. What raises an error stays, so that it is told only when a row gets there.</summary>
internal static class ConstantFolding
{
    private static readonly BoundLiteral Zero = new(Datum.FromNumber(OracleNumber.Zero), OracleType.Number);
    private static readonly BoundLiteral One = new(Datum.FromNumber(1), OracleType.Number);
    private static readonly BoundComparison True = new(ComparisonOperator.Equal, One, One);
    private static readonly BoundComparison False = new(ComparisonOperator.Equal, One, Zero);

    public static PlanNode Apply(PlanNode root) => PlanRewriter.BottomUp(root, node => Simplify(PlanRewriter.Expressions(node, Fold)));

    private static PlanNode Simplify(PlanNode node) => node switch
    {
        FilterNode filter when Truth(filter.Condition) == true => filter.Input,
        JoinNode { Residual: not null } join when Truth(join.Residual) == true => join with { Residual = null },
        SemiJoinNode { Residual: not null } semi when Truth(semi.Residual) == true => semi with { Residual = null },
        _ => node,
    };

    private static BoundExpression Fold(BoundExpression expression)
    {
        var folded = BoundRewriter.Children(expression, Fold);
        return folded switch
        {
            BoundCall call when call.Arguments.All(a => a is BoundLiteral) => Evaluate(call),
            BoundAnd and => Chain(and.Operands, absorbing: false, rest => new BoundAnd(rest)) with { Location = and.Location },
            BoundOr or => Chain(or.Operands, absorbing: true, rest => new BoundOr(rest)) with { Location = or.Location },
            BoundNot not => Truth(not.Operand) switch { true => False, false => True, null => not },
            BoundIsNull { Operand: BoundLiteral literal } => literal.Value.IsNull ? True : False,
            _ => folded,
        };
    }

    private static BoundExpression Evaluate(BoundCall call)
    {
        var literals = call.Arguments.Cast<BoundLiteral>().ToArray();
        try
        {
            var operation = ScalarOperations.Of(call.Function, [.. literals.Select(l => l.Type)], call.Type, i => literals[i].Value);
            return new BoundLiteral(operation([.. literals.Select(l => l.Value)]), call.Type) { Location = call.Location };
        }
        catch (HarunireException)
        {
            return call;
        }
    }

    private static BoundExpression Chain(ImmutableArray<BoundExpression> operands, bool absorbing, Func<ImmutableArray<BoundExpression>, BoundExpression> make)
    {
        if (operands.Any(o => Truth(o) == absorbing))
        {
            return absorbing ? True : False;
        }

        var rest = operands.Where(o => Truth(o) is null).ToImmutableArray();
        return rest.Length switch { 0 => absorbing ? False : True, 1 => rest[0], _ => make(rest) };
    }

    // Null: not a constant, or unknown, which NOT and OR treat otherwise than false.
    private static bool? Truth(BoundExpression condition) =>
        condition is BoundComparison { Left: BoundLiteral { Value.IsNull: false } left, Right: BoundLiteral { Value.IsNull: false } right } comparison
            ? Holds(comparison.Operator, DatumOrder.Of(left.Type, right.Type).Compare(left.Value, right.Value))
            : null;

    private static bool Holds(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };
}
