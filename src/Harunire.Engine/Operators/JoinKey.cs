using System.Collections.Immutable;
using Harunire.Engine.Expressions;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Operators;

/// <summary>The key of one side of a join, such that equality of the values is the equality of Oracle.</summary>
internal sealed class JoinKey
{
    private readonly ScalarEvaluator[] _expressions;
    private readonly bool[] _padded;

    public JoinKey(IEnumerable<BoundExpression> own, IEnumerable<BoundExpression> other, ImmutableArray<QueryColumn> columns)
    {
        _expressions = [.. own.Select(e => ExpressionCompiler.Scalar(e, columns))];
        _padded = [.. own.Zip(other, (a, b) => a.Type is CharType && b.Type is CharType)];
        Values = new Datum[_expressions.Length];
    }

    /// <summary>The values of the last row.</summary>
    public Datum[] Values { get; }

    /// <summary>False where a part is NULL.</summary>
    public bool Evaluate(ReadOnlySpan<Datum> row)
    {
        var complete = true;
        for (var i = 0; i < _expressions.Length; i++)
        {
            var value = _expressions[i](row);
            Values[i] = _padded[i] && !value.IsNull ? Trimmed(value) : value;
            complete &= !value.IsNull;
        }

        return complete;
    }

    // CHAR against CHAR ignores trailing blanks; blanks alone are not NULL.
    private static Datum Trimmed(in Datum value) => Datum.FromText(value.AsText.TrimEnd(' ') is { Length: > 0 } text ? text : " ");
}
