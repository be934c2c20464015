using System.Collections.Immutable;
using Harunire.Engine.Expressions;
using Harunire.Model.Deltas;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Evaluation;

namespace Harunire.Engine.Vectors;

/// <summary>Turns bound expressions into vectors: loops for what can't fail for a row or is arithmetic, the row evaluator for all else.</summary>
/// <param name="columns">The input's columns.</param>
/// <param name="layouts">Theirs.</param>
internal sealed class VectorCompiler(ImmutableArray<QueryColumn> columns, CellLayout[] layouts)
{
    public VectorNode Scalar(BoundExpression expression) => TryScalar(expression) ?? new RowVector(
        ExpressionCompiler.Scalar(expression, columns), Ordinals(expression), columns.Length, CellLayout.Of(expression.Type));

    public VectorNode[] Scalars(IEnumerable<BoundExpression> expressions) => [.. expressions.Select(Scalar)];

    public ConditionVector Condition(BoundExpression condition) =>
        TryCondition(condition) ?? new RowConditionVector(ExpressionCompiler.Condition(condition, columns), Ordinals(condition), columns.Length);

    private VectorNode? TryScalar(BoundExpression expression) => expression switch
    {
        BoundCall { Function: ScalarFunction.Multiply } call => Arithmetic<MultiplyWords>(call),
        BoundCall { Function: ScalarFunction.Add } call => Arithmetic<AddWords>(call),
        BoundCall { Function: ScalarFunction.Subtract } call => Arithmetic<SubtractWords>(call),
        _ => TryLeaf(expression),
    };

    private VectorNode? TryLeaf(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundColumn column when columns.IndexOf(column.Column) is >= 0 and var ordinal:
                return new ColumnVector(ordinal, layouts[ordinal]);
            case BoundLiteral literal:
                return new ConstantVector(literal.Value, LayoutOf(literal));
            default:
                return null;
        }
    }

    private VectorNode? Arithmetic<TOperator>(BoundCall call)
        where TOperator : struct, IWordOperator
    {
        if (call.Arguments is not [{ Type: NumberType } first, { Type: NumberType } second] || TryScalar(first) is not { } left || TryScalar(second) is not { } right)
        {
            return null;
        }

        return TOperator.Scale(left.Layout.Scale, right.Layout.Scale) is { } scale
            ? new ArithmeticVector<TOperator>(left, right, CellLayout.Number(scale), call.Location)
            : null;
    }

    private ConditionVector? TryCondition(BoundExpression condition)
    {
        switch (condition)
        {
            case BoundComparison comparison:
                return Comparison(comparison);
            case BoundIsNull isNull:
                return TryLeaf(isNull.Operand) is { } operand ? new IsNullVector(operand) : null;
            case BoundNot not:
                return TryCondition(not.Operand) is { } inner ? new NotVector(inner) : null;
            case BoundAnd and:
                return Junction(and.Operands, Truth.False);
            case BoundOr or:
                return Junction(or.Operands, Truth.True);
            default:
                return null;
        }
    }

    private JunctionVector? Junction(ImmutableArray<BoundExpression> operands, Truth deciding)
    {
        var all = operands.Select(TryCondition).ToArray();
        return Array.Exists(all, each => each is null) ? null : new JunctionVector(all!, deciding);
    }

    private ComparisonVector? Comparison(BoundComparison comparison)
    {
        if (TryLeaf(comparison.Left) is not { } left || TryLeaf(comparison.Right) is not { } right)
        {
            return null;
        }

        return new ComparisonVector(
            comparison.Operator, Fitted(left, right), Fitted(right, left), DatumOrder.Of(comparison.Left.Type, comparison.Right.Type));
    }

    // A constant in the other side's layout, so that words are compared.
    private static VectorNode Fitted(VectorNode node, VectorNode other) =>
        node is ConstantVector constant && other.Layout.TryEncode(constant.Value, out _) ? new ConstantVector(constant.Value, other.Layout) : node;

    private static CellLayout LayoutOf(BoundLiteral literal) => literal.Value.Kind == DatumKind.Number
        ? CellLayout.Number(literal.Value.AsNumber.Scale)
        : CellLayout.Of(literal.Type);

    private int[] Ordinals(BoundExpression expression) => [.. BoundColumns.Of(expression).Select(c => columns.IndexOf(c)).Where(o => o >= 0).Distinct()];
}
