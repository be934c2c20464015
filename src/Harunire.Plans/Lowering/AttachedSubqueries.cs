using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>The subqueries of one SELECT that are joined to its rows already, each with the expression that stands for it.</summary>
internal sealed class AttachedSubqueries
{
    private readonly Dictionary<BoundExpression, BoundExpression> _values = new(ReferenceEqualityComparer.Instance);

    public BoundExpression? Find(BoundExpression subquery) => _values.GetValueOrDefault(subquery);

    public void Add(BoundExpression subquery, BoundExpression value) => _values[subquery] = value;
}
