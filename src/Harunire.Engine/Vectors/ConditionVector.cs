using Harunire.Engine.Expressions;
using Harunire.Model.Deltas;
using Harunire.Model.Values;

namespace Harunire.Engine.Vectors;

/// <summary>A condition over the rows of a batch. Not for several threads.</summary>
internal abstract class ConditionVector
{
    /// <param name="truths">One for each row.</param>
    public abstract void Test(DeltaBatch batch, Span<Truth> truths);
}

/// <summary>Any condition, row by row through the row evaluator. Unknown comes out as false.</summary>
internal sealed class RowConditionVector(ConditionEvaluator evaluator, int[] ordinals, int width) : ConditionVector
{
    private readonly Datum[] _row = new Datum[width];

    public override void Test(DeltaBatch batch, Span<Truth> truths)
    {
        for (var i = 0; i < truths.Length; i++)
        {
            foreach (var ordinal in ordinals)
            {
                _row[ordinal] = batch.Columns[ordinal][i];
            }

            truths[i] = evaluator(_row) ? Truth.True : Truth.False;
        }
    }
}

internal sealed class IsNullVector(VectorNode operand) : ConditionVector
{
    public override void Test(DeltaBatch batch, Span<Truth> truths)
    {
        var tags = operand.Evaluate(batch).Tags;
        for (var i = 0; i < truths.Length; i++)
        {
            truths[i] = tags[i] == CellTag.Null ? Truth.True : Truth.False;
        }
    }
}

internal sealed class NotVector(ConditionVector operand) : ConditionVector
{
    public override void Test(DeltaBatch batch, Span<Truth> truths)
    {
        operand.Test(batch, truths);
        foreach (ref var truth in truths)
        {
            truth = truth switch
            {
                Truth.True => Truth.False,
                Truth.False => Truth.True,
                _ => Truth.Unknown,
            };
        }
    }
}

/// <summary>AND, and OR as its mirror: one operand that decides does so for the row, else an unknown one does.</summary>
internal sealed class JunctionVector(ConditionVector[] operands, Truth deciding) : ConditionVector
{
    private Truth[] _other = [];

    public override void Test(DeltaBatch batch, Span<Truth> truths)
    {
        operands[0].Test(batch, truths);
        if (_other.Length < truths.Length)
        {
            _other = new Truth[truths.Length * 2];
        }

        foreach (var operand in operands.AsSpan(1))
        {
            var other = _other.AsSpan(0, truths.Length);
            operand.Test(batch, other);
            for (var i = 0; i < truths.Length; i++)
            {
                if (truths[i] != deciding && (other[i] == deciding || other[i] == Truth.Unknown))
                {
                    truths[i] = other[i];
                }
            }
        }
    }
}
