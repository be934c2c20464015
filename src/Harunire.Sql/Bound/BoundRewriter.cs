namespace Harunire.Sql.Bound;

/// <summary>Copies an expression with its direct children replaced. Subqueries are left as they are.</summary>
public static class BoundRewriter
{
    public static BoundExpression Children(BoundExpression expression, Func<BoundExpression, BoundExpression> rewrite) => expression switch
    {
        BoundCall e => e with { Arguments = [.. e.Arguments.Select(rewrite)] },
        BoundComparison e => e with { Left = rewrite(e.Left), Right = rewrite(e.Right) },
        BoundAnd e => e with { Operands = [.. e.Operands.Select(rewrite)] },
        BoundOr e => e with { Operands = [.. e.Operands.Select(rewrite)] },
        BoundNot e => e with { Operand = rewrite(e.Operand) },
        BoundIsNull e => e with { Operand = rewrite(e.Operand) },
        BoundLike e => e with { Text = rewrite(e.Text), Pattern = rewrite(e.Pattern), Escape = e.Escape is null ? null : rewrite(e.Escape) },
        BoundInList e => e with { Operand = rewrite(e.Operand), Items = [.. e.Items.Select(rewrite)] },
        BoundCase e => e with { Arms = [.. e.Arms.Select(a => new BoundCaseArm(rewrite(a.When), rewrite(a.Then)))], Else = e.Else is null ? null : rewrite(e.Else) },
        NullSafeEquals e => e with { Left = rewrite(e.Left), Right = rewrite(e.Right) },
        BoundInSubquery e => e with { Operands = [.. e.Operands.Select(rewrite)] },
        _ => expression,
    };

    /// <summary>The direct children; of IN (query) the operands.</summary>
    public static IEnumerable<BoundExpression> ChildrenOf(BoundExpression expression)
    {
        var children = new List<BoundExpression>();
        Children(expression, child =>
        {
            children.Add(child);
            return child;
        });
        return children;
    }

    /// <summary>The expression itself and all below it, without the inside of subqueries.</summary>
    public static IEnumerable<BoundExpression> All(BoundExpression expression) =>
        ChildrenOf(expression).SelectMany(All).Prepend(expression);
}
