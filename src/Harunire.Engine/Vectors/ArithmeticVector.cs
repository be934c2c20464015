using Harunire.Engine.Expressions;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Engine.Vectors;

/// <summary>Arithmetic on NUMBER: words where both sides and the result have them, else <see cref="OracleNumber"/>. Never wraps.</summary>
internal sealed class ArithmeticVector<TOperator>(VectorNode left, VectorNode right, CellLayout layout, SourceLocation location) : VectorNode(layout)
    where TOperator : struct, IWordOperator
{
    private readonly DeltaColumn _result = new(layout);
    private readonly long _leftFactor = TOperator.Factor(left.Layout.Scale, layout.Scale);
    private readonly long _rightFactor = TOperator.Factor(right.Layout.Scale, layout.Scale);

    public override DeltaColumn Evaluate(DeltaBatch batch)
    {
        var (a, b) = (left.Evaluate(batch), right.Evaluate(batch));
        _result.Clear();
        var aTags = a.Tags;
        var bTags = b.Tags;
        var aWords = a.Words;
        var bWords = b.Words;
        for (var i = 0; i < aTags.Length; i++)
        {
            if ((aTags[i] & bTags[i]) == CellTag.Word && TOperator.TryApply(aWords[i], _leftFactor, bWords[i], _rightFactor, out var word))
            {
                _result.AppendWord(word);
            }
            else
            {
                _result.Append(Exact(a[i], b[i]));
            }
        }

        return _result;
    }

    private Datum Exact(in Datum a, in Datum b)
    {
        if (a.IsNull || b.IsNull)
        {
            return Datum.Null;
        }

        try
        {
            return Datum.FromNumber(TOperator.Apply(a.AsNumber, b.AsNumber));
        }
        catch (HarunireException failure)
        {
            throw ExpressionErrors.At(failure, location);
        }
    }
}
