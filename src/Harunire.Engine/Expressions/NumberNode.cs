using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Engine.Expressions;

/// <summary>An expression of NUMBER that hands its value on without a <see cref="Datum"/> between.</summary>
internal abstract class NumberNode : ScalarNode
{
    /// <summary>False for NULL.</summary>
    public abstract bool TryEvaluate(in RowPair rows, out OracleNumber value);

    public sealed override Datum Evaluate(in RowPair rows) => TryEvaluate(in rows, out var value) ? Datum.FromNumber(value) : Datum.Null;

    /// <summary>Any expression of NUMBER as a number node.</summary>
    public static NumberNode Of(ScalarNode node) => node as NumberNode ?? new AnyNumberNode(node);

    private sealed class AnyNumberNode(ScalarNode node) : NumberNode
    {
        public override bool TryEvaluate(in RowPair rows, out OracleNumber value)
        {
            var datum = node.Evaluate(in rows);
            if (datum.IsNull)
            {
                value = default;
                return false;
            }

            value = datum.AsNumber;
            return true;
        }
    }
}

internal sealed class NumberColumnNode(int place) : NumberNode
{
    public override bool TryEvaluate(in RowPair rows, out OracleNumber value)
    {
        ref readonly var cell = ref rows.Cell(place);
        if (cell.IsNull)
        {
            value = default;
            return false;
        }

        value = cell.AsNumber;
        return true;
    }
}

internal sealed class NumberConstantNode(OracleNumber constant) : NumberNode
{
    public override bool TryEvaluate(in RowPair rows, out OracleNumber value)
    {
        value = constant;
        return true;
    }
}

internal sealed class BinaryNumberNode<TOperator>(NumberNode left, NumberNode right, SourceLocation location) : NumberNode
    where TOperator : struct, INumberOperator
{
    public override bool TryEvaluate(in RowPair rows, out OracleNumber value)
    {
        if (!left.TryEvaluate(in rows, out var first) | !right.TryEvaluate(in rows, out var second))
        {
            value = default;
            return false;
        }

        try
        {
            value = TOperator.Apply(first, second);
            return true;
        }
        catch (HarunireException failure)
        {
            throw ExpressionErrors.At(failure, location);
        }
    }
}

internal sealed class UnaryNumberNode<TOperator>(NumberNode operand, SourceLocation location) : NumberNode
    where TOperator : struct, INumberOperator
{
    public override bool TryEvaluate(in RowPair rows, out OracleNumber value)
    {
        if (!operand.TryEvaluate(in rows, out value))
        {
            return false;
        }

        try
        {
            value = TOperator.Apply(value, default);
            return true;
        }
        catch (HarunireException failure)
        {
            throw ExpressionErrors.At(failure, location);
        }
    }
}
