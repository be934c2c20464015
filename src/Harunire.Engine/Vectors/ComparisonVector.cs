using Harunire.Engine.Expressions;
using Harunire.Model.Deltas;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Evaluation;

namespace Harunire.Engine.Vectors;

/// <summary>A comparison of columns and constants: neither side can fail for a row.</summary>
internal sealed class ComparisonVector : ConditionVector
{
    private readonly VectorNode _left;
    private readonly VectorNode _right;
    private readonly DatumOrder _order;
    private readonly bool _byWord;

    /// <summary>The verdict where left is less, equal, greater.</summary>
    private readonly Truth[] _verdicts;

    public ComparisonVector(ComparisonOperator comparison, VectorNode left, VectorNode right, DatumOrder order)
    {
        (_left, _right, _order) = (left, right, order);
        _byWord = left.Layout == right.Layout && left.Layout.IsOrdered;
        _verdicts = [Verdict.Of(comparison, -1), Verdict.Of(comparison, 0), Verdict.Of(comparison, 1)];
    }

    public override void Test(DeltaBatch batch, Span<Truth> truths)
    {
        var (left, right) = (_left.Evaluate(batch), _right.Evaluate(batch));
        var leftTags = left.Tags;
        var rightTags = right.Tags;
        var leftWords = left.Words;
        var rightWords = right.Words;
        for (var i = 0; i < truths.Length; i++)
        {
            if (_byWord && (leftTags[i] & rightTags[i]) == CellTag.Word)
            {
                var (a, b) = (leftWords[i], rightWords[i]);
                truths[i] = _verdicts[a < b ? 0 : a == b ? 1 : 2];
            }
            else if (leftTags[i] == CellTag.Null || rightTags[i] == CellTag.Null)
            {
                truths[i] = Truth.Unknown;
            }
            else
            {
                truths[i] = _verdicts[Math.Sign(_order.Compare(left[i], right[i])) + 1];
            }
        }
    }
}
