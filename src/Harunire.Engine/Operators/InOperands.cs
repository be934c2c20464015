using System.Collections.Immutable;
using Harunire.Engine.Expressions;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Operators;

/// <summary>The operands of NOT IN on one side, such that equality of the values is the equality of Oracle.</summary>
internal sealed class InOperands
{
    private readonly ScalarEvaluator[] _expressions;
    private readonly bool[] _padded;
    private readonly Datum[] _values;

    public InOperands(IEnumerable<BoundExpression> own, IEnumerable<BoundExpression> other, ImmutableArray<QueryColumn> columns)
    {
        _expressions = [.. own.Select(e => ExpressionCompiler.Scalar(e, columns))];
        _padded = [.. own.Zip(other, (a, b) => a.Type is CharType && b.Type is CharType)];
        _values = new Datum[_expressions.Length];
    }

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<Datum> Evaluate(ReadOnlySpan<Datum> row)
    {
        for (var i = 0; i < _expressions.Length; i++)
        {
            var value = _expressions[i](row);
            _values[i] = _padded[i] ? PaddedText.Trim(value) : value;
        }

        return _values;
    }

    /// <summary>False where a pair is surely unequal.</summary>
    public static bool MayBeEqual(ReadOnlySpan<Datum> left, ReadOnlySpan<Datum> right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (!left[i].IsNull && !right[i].IsNull && !left[i].Equals(right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
