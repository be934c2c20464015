using System.Collections.Immutable;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>Conjuncts of a join, parted in equalities of both sides and the rest.</summary>
internal sealed record JoinKeys(ImmutableArray<BoundExpression> Left, ImmutableArray<BoundExpression> Right, BoundExpression? Residual)
{
    public static JoinKeys Split(IReadOnlyList<BoundExpression> conjuncts, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right)
    {
        var lefts = ImmutableArray.CreateBuilder<BoundExpression>();
        var rights = ImmutableArray.CreateBuilder<BoundExpression>();
        var rest = new List<BoundExpression>();
        foreach (var conjunct in conjuncts)
        {
            if (conjunct is BoundComparison { Operator: ComparisonOperator.Equal } equal && Of(equal.Left, equal.Right, left, right) is { } pair)
            {
                lefts.Add(pair.Left);
                rights.Add(pair.Right);
            }
            else
            {
                rest.Add(conjunct);
            }
        }

        return new JoinKeys(lefts.ToImmutable(), rights.ToImmutable(), rest.Count == 0 ? null : QueryLowering.And(rest));
    }

    private static (BoundExpression Left, BoundExpression Right)? Of(BoundExpression a, BoundExpression b, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right) =>
        Within(a, left) && Within(b, right) ? (a, b) : Within(b, left) && Within(a, right) ? (b, a) : null;

    /// <summary>True where the expression has columns, all of them among these.</summary>
    public static bool Within(BoundExpression expression, ImmutableArray<QueryColumn> columns)
    {
        var used = BoundColumns.Of(expression).ToList();
        return used.Count > 0 && used.TrueForAll(columns.Contains);
    }
}
