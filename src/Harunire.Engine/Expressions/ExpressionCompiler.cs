using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Evaluation;

namespace Harunire.Engine.Expressions;

/// <summary>Turns bound expressions without subqueries into delegates over rows. Compile once per operator, not per row.</summary>
/// <remarks>
/// Constant parts are evaluated once, here; one that fails stays and fails for the rows that reach it, as Oracle's CASE needs.
/// </remarks>
public static class ExpressionCompiler
{
    private static readonly ConstantNode NullNode = new(Datum.Null);

    public static ScalarEvaluator Scalar(BoundExpression expression, ImmutableArray<QueryColumn> columns)
    {
        if (expression is BoundColumn column)
        {
            var ordinal = Place(column, columns, []);
            return row => row[ordinal];
        }

        var node = Compile(expression, columns, []);
        if (node is ConstantNode { Value: var value })
        {
            return _ => value;
        }

        return row =>
        {
            var rows = new RowPair(row, []);
            return node.Evaluate(in rows);
        };
    }

    public static ConditionEvaluator Condition(BoundExpression condition, ImmutableArray<QueryColumn> columns)
    {
        var node = CompileCondition(condition, columns, []);
        return row =>
        {
            var rows = new RowPair(row, []);
            return node.Test(in rows) == Truth.True;
        };
    }

    /// <summary>A condition over the two rows of a join.</summary>
    public static PairConditionEvaluator PairCondition(BoundExpression condition, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right)
    {
        var node = CompileCondition(condition, left, right);
        return (leftRow, rightRow) =>
        {
            var rows = new RowPair(leftRow, rightRow);
            return node.Test(in rows) == Truth.True;
        };
    }

    private static ScalarNode Compile(BoundExpression expression, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right) => expression switch
    {
        BoundColumn column when column.Type is NumberType => new NumberColumnNode(Place(column, left, right)),
        BoundColumn column => new ColumnNode(Place(column, left, right)),
        BoundLiteral literal => Constant(literal.Value),
        BoundCall call => Fold(CompileCall(call, left, right), call.Arguments),
        BoundCase choice => new CaseNode(
            [.. choice.Arms.Select(arm => CompileCondition(arm.When, left, right))],
            [.. choice.Arms.Select(arm => Compile(arm.Then, left, right))],
            choice.Else is null ? NullNode : Compile(choice.Else, left, right)),
        _ => throw NotCompilable(expression),
    };

    private static ConditionNode CompileCondition(BoundExpression condition, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right)
    {
        ScalarNode Scalar(BoundExpression each) => Compile(each, left, right);
        ConditionNode[] Conditions(ImmutableArray<BoundExpression> all) => [.. all.Select(each => CompileCondition(each, left, right))];
        return condition switch
        {
            BoundComparison comparison => Comparison(comparison.Operator, comparison.Left, comparison.Right, left, right),
            BoundAnd and => new AndNode(Conditions(and.Operands)),
            BoundOr or => new OrNode(Conditions(or.Operands)),
            BoundNot not => new NotNode(CompileCondition(not.Operand, left, right)),
            BoundIsNull isNull => new IsNullNode(Scalar(isNull.Operand)),
            BoundLike like => new LikeNode(Scalar(like.Text), Scalar(like.Pattern), like.Escape is null ? null : Scalar(like.Escape), like.Location),
            BoundInList list => List(list, left, right),
            NullSafeEquals equals => new NullSafeEqualsNode(Scalar(equals.Left), Scalar(equals.Right), DatumOrder.Of(equals.Left.Type, equals.Right.Type)),
            _ => throw NotCompilable(condition),
        };
    }

    private static ConditionNode List(BoundInList list, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right)
    {
        var orders = list.Items.Select(item => DatumOrder.Of(list.Operand.Type, item.Type)).Distinct().ToList();
        return orders.Count == 1
            ? new InListNode(Compile(list.Operand, left, right), [.. list.Items.Select(item => Compile(item, left, right))], orders[0])
            : new OrNode([.. list.Items.Select(item => Comparison(ComparisonOperator.Equal, list.Operand, item, left, right))]);
    }

    private static ConditionNode Comparison(
        ComparisonOperator comparison, BoundExpression first, BoundExpression second, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right) =>
        first.Type is NumberType && second.Type is NumberType
            ? new NumberComparisonNode(comparison, NumberNode.Of(Compile(first, left, right)), NumberNode.Of(Compile(second, left, right)))
            : new DatumComparisonNode(comparison, Compile(first, left, right), Compile(second, left, right), DatumOrder.Of(first.Type, second.Type));

    private static ScalarNode CompileCall(BoundCall call, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right)
    {
        var arguments = call.Arguments.Select(argument => Compile(argument, left, right)).ToArray();
        NumberNode Number(int i) => NumberNode.Of(arguments[i]);
        return call.Function switch
        {
            ScalarFunction.Add => new BinaryNumberNode<AddOperator>(Number(0), Number(1), call.Location),
            ScalarFunction.Subtract => new BinaryNumberNode<SubtractOperator>(Number(0), Number(1), call.Location),
            ScalarFunction.Multiply => new BinaryNumberNode<MultiplyOperator>(Number(0), Number(1), call.Location),
            ScalarFunction.Divide => new BinaryNumberNode<DivideOperator>(Number(0), Number(1), call.Location),
            ScalarFunction.Mod => new BinaryNumberNode<ModOperator>(Number(0), Number(1), call.Location),
            ScalarFunction.Negate => new UnaryNumberNode<NegateOperator>(Number(0), call.Location),
            ScalarFunction.Nvl or ScalarFunction.Coalesce => new CoalesceNode(arguments),
            ScalarFunction.Nvl2 => new Nvl2Node(arguments[0], arguments[1], arguments[2]),
            ScalarFunction.NullIf => new NullIfNode(arguments[0], Comparison(ComparisonOperator.Equal, call.Arguments[0], call.Arguments[1], left, right)),
            _ => new CallNode(
                ScalarOperations.Of(call.Function, [.. call.Arguments.Select(a => a.Type)], call.Type, i => arguments[i] is ConstantNode constant ? constant.Value : null),
                arguments,
                call.Location),
        };
    }

    private static ScalarNode Fold(ScalarNode node, ImmutableArray<BoundExpression> arguments)
    {
        if (arguments.Any(argument => argument is not (BoundLiteral or BoundCall)) || !arguments.All(IsConstant))
        {
            return node;
        }

        try
        {
            return Constant(node.Evaluate(default));
        }
        catch (HarunireException)
        {
            return node;
        }
    }

    private static bool IsConstant(BoundExpression expression) =>
        expression is BoundLiteral || (expression is BoundCall call && call.Arguments.All(IsConstant));

    private static ScalarNode Constant(Datum value) =>
        !value.IsNull && value.Kind == DatumKind.Number ? new NumberConstantNode(value.AsNumber) : new ConstantNode(value);

    private static int Place(BoundColumn column, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right)
    {
        var ordinal = left.IndexOf(column.Column);
        if (ordinal >= 0)
        {
            return ordinal;
        }

        ordinal = right.IndexOf(column.Column);
        return ordinal >= 0 ? ~ordinal : throw NotCompilable(column);
    }

    private static HarunireException NotCompilable(BoundExpression expression) => new(new Diagnostic
    {
        Code = ExpressionErrors.NotCompilable,
        Message = expression is BoundColumn column ? $"the input has no column {column.Column.Name} (c{column.Column.Id})" : $"{expression.GetType().Name} in an operator's expression",
        Location = expression.Location,
    });
}
