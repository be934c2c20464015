using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Sql.Bound;
using Harunire.Sql.Parsing;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Binding;

/// <summary>FROM and WHERE: ANSI joins, comma joins, and Oracle's (+), which becomes an ANSI left join.</summary>
internal sealed class FromBinder(QueryBinder queries, ColumnNumbers numbers, Scope scope)
{
    public (BoundFrom? From, BoundExpression? Where) Bind(SelectSyntax select)
    {
        if (select.From is [TableSyntax { Schema: null } dual] && dual.Name.Matches("DUAL"))
        {
            return (null, BindWhere(select.Where));
        }

        var conjuncts = select.Where is null ? [] : Conjuncts(select.Where);
        var outer = conjuncts.Where(HasOuterMark).ToList();
        var sources = select.From.Select(f => (Syntax: f, Bound: BindSource(f))).ToList();
        if (sources.Select(s => s.Syntax).SelectMany(Conditions).SelectMany(Columns).FirstOrDefault(c => c.IsOuter) is { } mark)
        {
            throw Refusals.Refuse(mark.Location, "ORA-25156: (+) can't be mixed with ANSI joins", "write all joins as ANSI joins");
        }

        if (outer.Count == 0)
        {
            var tree = sources.Select(s => s.Bound).Aggregate((left, right) => new BoundJoin(JoinKind.Inner, left, right, null));
            return (tree, BindWhere(select.Where));
        }

        if (sources.Exists(s => s.Syntax is JoinSyntax))
        {
            throw Refusals.Refuse(select.Where!.Location, "ORA-25156: (+) can't be mixed with ANSI joins", "write all joins as ANSI joins");
        }

        var joined = JoinByMarks([.. sources.Select(s => s.Bound)], outer);
        var rest = conjuncts.Except(outer).ToList();
        var where = rest.Count == 0 ? null : BindWhere(rest.Count == 1 ? rest[0] : new ChainSyntax(rest[0].Location, rest[0], [.. rest.Skip(1).Select(r => new ChainLink(r.Location, "AND", r))]));
        return (joined, where);
    }

    private BoundExpression? BindWhere(SqlExpression? where) =>
        where is null ? null : new ExpressionBinder(queries, numbers, scope).BindCondition(where);

    private BoundFrom BindSource(FromSyntax from)
    {
        switch (from)
        {
            case TableSyntax table:
                var alias = (table.Alias ?? table.Name).Text;
                if (queries.BindTable(table) is not { } bound)
                {
                    scope.AddUnknown(alias);
                    return new BoundTable(new TableSchema { Name = new TableName(null, table.Name.Text), Columns = [], Key = [] }, alias, []);
                }

                scope.Add(alias, bound.Columns, table.Location);
                return bound;
            case InlineViewSyntax view:
                var query = queries.Bind(view.Query, outer: null);
                scope.Add(view.Alias?.Text ?? "", query.Columns, view.Location);
                return new BoundDerived(query, view.Alias?.Text ?? "");
            default:
                return BindJoin((JoinSyntax)from);
        }
    }

    private BoundJoin BindJoin(JoinSyntax join)
    {
        var left = BindSource(join.Left);
        var right = BindSource(join.Right);
        var on = join.Using.IsEmpty ? join.On is null ? null : new ExpressionBinder(queries, numbers, scope).BindCondition(join.On) : BindUsing(join, left, right);
        if (on is not null && BoundRewriter.All(on).Any(e => e is BoundExists or BoundInSubquery or BoundScalarSubquery))
        {
            throw Refusals.Refuse(join.Location, "a subquery in ON is not supported", "write it in WHERE, or join with an inline view");
        }

        // The scope also holds the tables of FROM in front of this join, which its ON can't see.
        var visible = left.Columns.Concat(right.Columns).ToHashSet();
        if (on is not null && BoundRewriter.All(on).OfType<BoundColumn>().FirstOrDefault(c => scope.Holds(c.Column) && !visible.Contains(c.Column)) is { } foreign)
        {
            throw SqlErrors.At(foreign.Location, SqlErrors.UnknownColumn, $"ORA-00904: {foreign.Column.Name} belongs to a table that stands outside of this join", "write all joins of the query as ANSI joins, or move the condition to WHERE");
        }

        switch (join.Kind)
        {
            case "LEFT":
                scope.MakeNullable(right.Columns);
                return new BoundJoin(JoinKind.Left, left, right, on);
            case "RIGHT":
                scope.MakeNullable(left.Columns);
                return new BoundJoin(JoinKind.Left, right, left, on);
            case "FULL":
                scope.MakeNullable(left.Columns.AddRange(right.Columns));
                return new BoundJoin(JoinKind.Full, left, right, on);
            default:
                return new BoundJoin(JoinKind.Inner, left, right, on);
        }
    }

    private BoundExpression BindUsing(JoinSyntax join, BoundFrom left, BoundFrom right)
    {
        var equalities = new List<BoundExpression>();
        foreach (var name in join.Using)
        {
            var (l, r) = (Find(left, name), Find(right, name));
            equalities.Add(ExpressionBinder.Compare(join.Location, ComparisonOperator.Equal, new BoundColumn(l) { Location = name.Location }, new BoundColumn(r) { Location = name.Location }));
            scope.Merge(name.Text, join.Kind switch
            {
                "RIGHT" => new BoundColumn(r),
                "FULL" => new BoundCall(ScalarFunction.Coalesce, [new BoundColumn(l with { Nullable = true }), new BoundColumn(r with { Nullable = true })], TypeRules.Unify([l.Type, r.Type])),
                _ => new BoundColumn(l),
            });
        }

        return equalities.Count == 1 ? equalities[0] : new BoundAnd([.. equalities]);
    }

    private static QueryColumn Find(BoundFrom from, Identifier name)
    {
        var found = from.Columns.Where(c => name.Matches(c.Name)).Take(2).ToList();
        return found.Count == 1
            ? found[0]
            : throw SqlErrors.At(name.Location, found.Count == 0 ? SqlErrors.UnknownColumn : SqlErrors.AmbiguousColumn, $"USING needs exactly one column {name} on each side of the join");
    }

    // Tables without (+) are joined first; each marked one is left-joined once all tables of its predicates are there.
    private BoundFrom JoinByMarks(List<BoundFrom> sources, List<SqlExpression> predicates)
    {
        var byTarget = new Dictionary<int, List<BoundExpression>>();
        foreach (var predicate in predicates)
        {
            var target = TargetOf(predicate, sources);
            var bound = new ExpressionBinder(queries, numbers, scope).BindCondition(predicate);
            (byTarget.TryGetValue(target, out var list) ? list : byTarget[target] = []).Add(bound);
        }

        var pending = byTarget.Keys.OrderBy(k => k).ToList();
        var roots = sources.Where((_, i) => !byTarget.ContainsKey(i)).ToList();
        if (roots.Count == 0)
        {
            throw SqlErrors.At(predicates[0].Location, SqlErrors.Unsupported, "ORA-01416: the tables are outer-joined to each other");
        }

        var tree = roots.Aggregate((left, right) => new BoundJoin(JoinKind.Inner, left, right, null));
        while (pending.Count > 0)
        {
            var have = tree.Columns.Select(c => c.Id).ToHashSet();
            var next = pending.FindIndex(t => byTarget[t].SelectMany(p => BoundColumns.Of(p)).All(c => have.Contains(c.Id) || sources[t].Columns.Contains(c)));
            if (next < 0)
            {
                throw SqlErrors.At(predicates[0].Location, SqlErrors.Unsupported, "ORA-01416: the tables are outer-joined to each other in a circle");
            }

            var conditions = byTarget[pending[next]];
            tree = new BoundJoin(JoinKind.Left, tree, sources[pending[next]], conditions.Count == 1 ? conditions[0] : new BoundAnd([.. conditions]));
            pending.RemoveAt(next);
        }

        foreach (var target in byTarget.Keys)
        {
            scope.MakeNullable(sources[target].Columns);
        }

        return tree;
    }

    private int TargetOf(SqlExpression predicate, List<BoundFrom> sources)
    {
        if (predicate is ChainSyntax { Rest: [{ Operator: "OR" }, ..] } or InQuerySyntax or InListSyntax or UnarySyntax { Operator: "NOT" })
        {
            throw Refusals.Refuse(predicate.Location, "ORA-01719: (+) can't stand inside OR, IN or NOT", "write a LEFT JOIN with ON");
        }

        var marked = Columns(predicate).Where(c => c.IsOuter).Select(scope.Resolve).OfType<BoundColumn>().Select(c => c.Column).ToList();
        var targets = marked.Select(c => sources.FindIndex(s => s.Columns.Contains(c))).Distinct().ToList();
        if (targets.Count == 0)
        {
            return 0; // of a table that is not known, as is told
        }

        if (targets.Count > 1)
        {
            throw Refusals.Refuse(predicate.Location, "ORA-01468: a predicate may mark only one table with (+)");
        }

        var bare = Columns(predicate).Where(c => !c.IsOuter).Select(c => scope.Resolve(c)).OfType<BoundColumn>().Where(c => sources[targets[0]].Columns.Contains(c.Column)).ToList();
        return bare.Count == 0
            ? targets[0]
            : throw Refusals.Refuse(predicate.Location, $"{bare[0].Column.Name} belongs to the table marked with (+), but has no (+) itself", "mark every column of that table in the predicate");
    }

    private static IEnumerable<SqlExpression> Conditions(FromSyntax from) => from is JoinSyntax join
        ? [.. Conditions(join.Left), .. Conditions(join.Right), .. join.On is null ? Array.Empty<SqlExpression>() : [join.On]]
        : [];

    private static bool HasOuterMark(SqlExpression expression) => Columns(expression).Any(c => c.IsOuter);

    private static List<SqlExpression> Conjuncts(SqlExpression condition) =>
        condition is ChainSyntax { Rest: [{ Operator: "AND" }, ..] } chain
            ? [.. Conjuncts(chain.First), .. chain.Rest.SelectMany(r => Conjuncts(r.Operand))]
            : [condition];

    private static IEnumerable<ColumnSyntax> Columns(SqlExpression? expression) => expression switch
    {
        ColumnSyntax e => [e],
        ChainSyntax e => Columns(e.First).Concat(e.Rest.SelectMany(r => Columns(r.Operand))),
        UnarySyntax e => Columns(e.Operand),
        ComparisonSyntax e => Columns(e.Left).Concat(Columns(e.Right)),
        BetweenSyntax e => Columns(e.Operand).Concat(Columns(e.Low)).Concat(Columns(e.High)),
        LikeSyntax e => Columns(e.Operand).Concat(Columns(e.Pattern)),
        IsNullSyntax e => Columns(e.Operand),
        InListSyntax e => Columns(e.Operand).Concat(e.Items.SelectMany(Columns)),
        InQuerySyntax e => Columns(e.Operand),
        TupleSyntax e => e.Items.SelectMany(Columns),
        CaseSyntax e => Columns(e.Operand).Concat(e.Arms.SelectMany(a => Columns(a.When).Concat(Columns(a.Then)))).Concat(Columns(e.Else)),
        CallSyntax e => e.Arguments.SelectMany(Columns),
        ExtractSyntax e => Columns(e.Operand),
        TrimSyntax e => Columns(e.Character).Concat(Columns(e.Operand)),
        CastSyntax e => Columns(e.Operand),
        _ => [],
    };
}
