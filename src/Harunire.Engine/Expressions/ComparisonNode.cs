using System.Diagnostics;
using Harunire.Model.Errors;
using Harunire.Model.Functions;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Evaluation;

namespace Harunire.Engine.Expressions;

/// <summary>Numbers compared without a <see cref="Datum"/> between.</summary>
internal sealed class NumberComparisonNode(ComparisonOperator comparison, NumberNode left, NumberNode right) : ConditionNode
{
    public override Truth Test(in RowPair rows) =>
        left.TryEvaluate(in rows, out var first) && right.TryEvaluate(in rows, out var second)
            ? Verdict.Of(comparison, first.CompareTo(second))
            : Truth.Unknown;
}

/// <summary>Any other values of one kind.</summary>
internal sealed class DatumComparisonNode(ComparisonOperator comparison, ScalarNode left, ScalarNode right, DatumOrder order) : ConditionNode
{
    public override Truth Test(in RowPair rows)
    {
        var first = left.Evaluate(in rows);
        if (first.IsNull)
        {
            return Truth.Unknown;
        }

        var second = right.Evaluate(in rows);
        return second.IsNull ? Truth.Unknown : Verdict.Of(comparison, order.Compare(in first, in second));
    }
}

/// <summary>DECODE's equality: NULL equals NULL.</summary>
internal sealed class NullSafeEqualsNode(ScalarNode left, ScalarNode right, DatumOrder order) : ConditionNode
{
    public override Truth Test(in RowPair rows)
    {
        var first = left.Evaluate(in rows);
        var second = right.Evaluate(in rows);
        var equal = first.IsNull || second.IsNull ? first.IsNull && second.IsNull : order.Compare(in first, in second) == 0;
        return equal ? Truth.True : Truth.False;
    }
}

/// <summary>IN over a list: true on the first equal item; unknown where none is and an item or the operand is NULL.</summary>
internal sealed class InListNode(ScalarNode operand, ScalarNode[] items, DatumOrder order) : ConditionNode
{
    public override Truth Test(in RowPair rows)
    {
        var value = operand.Evaluate(in rows);
        if (value.IsNull)
        {
            return Truth.Unknown;
        }

        var result = Truth.False;
        foreach (var item in items)
        {
            var other = item.Evaluate(in rows);
            if (other.IsNull)
            {
                result = Truth.Unknown;
            }
            else if (order.Compare(in value, in other) == 0)
            {
                return Truth.True;
            }
        }

        return result;
    }
}

internal sealed class LikeNode(ScalarNode text, ScalarNode pattern, ScalarNode? escape, SourceLocation location) : ConditionNode
{
    private readonly LikePattern? _constant = Constant(pattern, escape);

    public override Truth Test(in RowPair rows)
    {
        var value = text.Evaluate(in rows);
        var mask = pattern.Evaluate(in rows);
        var mark = escape?.Evaluate(in rows);
        if (value.IsNull || mask.IsNull || mark is { IsNull: true })
        {
            return Truth.Unknown;
        }

        try
        {
            return (_constant ?? LikePattern.Parse(mask.AsText, mark?.AsText)).Matches(value.AsText) ? Truth.True : Truth.False;
        }
        catch (HarunireException failure)
        {
            throw ExpressionErrors.At(failure, location);
        }
    }

    /// <summary>A bad constant pattern fails for the rows that reach it, not here.</summary>
    private static LikePattern? Constant(ScalarNode pattern, ScalarNode? escape)
    {
        if (pattern is not ConstantNode { Value.IsNull: false } mask || escape is not (null or ConstantNode { Value.IsNull: false }))
        {
            return null;
        }

        try
        {
            return LikePattern.Parse(mask.Value.AsText, (escape as ConstantNode)?.Value.AsText);
        }
        catch (HarunireException)
        {
            return null;
        }
    }
}

internal static class Verdict
{
    public static Truth Of(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        ComparisonOperator.GreaterOrEqual => order >= 0,
        _ => throw new UnreachableException(),
    }
        ? Truth.True
        : Truth.False;
}
