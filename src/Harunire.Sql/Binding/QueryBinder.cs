using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Sql.Bound;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Binding;

/// <summary>Resolves the names and types of queries; FROM is <see cref="FromBinder"/>'s, expressions <see cref="ExpressionBinder"/>'s.</summary>
internal sealed class QueryBinder(ITableCatalog catalog, ColumnNumbers numbers, QueryProblems problems)
{
    private readonly List<WithSyntax> _with = [];

    public QueryProblems Problems => problems;

    public BoundQuery Bind(QuerySyntax query, Scope? outer)
    {
        var count = _with.Count;
        foreach (var each in query.With)
        {
            if (_with.Skip(count).Any(w => w.Name.Matches(each.Name.Text)))
            {
                throw SqlErrors.At(each.Name.Location, SqlErrors.AmbiguousColumn, $"two WITH queries are called {each.Name}");
            }

            _with.Add(each);
        }

        BoundQuery bound = query switch
        {
            SelectSyntax select => BindSelect(select, outer),
            SetOperationSyntax operation => SetOperationBinder.Bind(operation, [.. operation.Inputs.Select(input => Bind(input, outer))], numbers),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        _with.RemoveRange(count, _with.Count - count);
        return bound;
    }

    /// <summary>A name after FROM: a WITH query that stands before, or a table.</summary>
    /// <summary>Null, and told, where there is no such table.</summary>
    public BoundFrom? BindTable(TableSyntax table)
    {
        var alias = (table.Alias ?? table.Name).Text;
        var index = table.Schema is null ? _with.FindLastIndex(w => w.Name.Matches(table.Name.Text)) : -1;
        return index >= 0 ? new BoundDerived(BindWith(index), alias) : BindSourceTable(table, alias);
    }

    // Each use of a WITH query is bound anew, so that its columns are its own; it sees only those that stand before it.
    private BoundQuery BindWith(int index)
    {
        var with = _with[index];
        var hidden = _with.GetRange(index, _with.Count - index);
        _with.RemoveRange(index, hidden.Count);
        try
        {
            var query = Bind(with.Query, outer: null);
            return with.Columns.IsEmpty ? query : Rename(query, with);
        }
        finally
        {
            _with.AddRange(hidden);
        }
    }

    private static BoundQuery Rename(BoundQuery query, WithSyntax with)
    {
        if (query.Columns.Length != with.Columns.Length)
        {
            throw SqlErrors.At(with.Name.Location, SqlErrors.WrongArguments, $"{with.Name} names {with.Columns.Length} columns, and its query gives {query.Columns.Length}");
        }

        return query switch
        {
            BoundSelect select => select with { Select = [.. select.Select.Select((p, i) => p with { Output = p.Output with { Name = with.Columns[i].Text } })] },
            BoundUnionAll union => union with { Outputs = [.. union.Outputs.Select((c, i) => c with { Name = with.Columns[i].Text })] },
            _ => query,
        };
    }

    private BoundTable? BindSourceTable(TableSyntax table, string alias)
    {
        var schema = catalog.TryFind(table.Schema?.Text, table.Name.Text);
        if (schema is null)
        {
            var nearest = NearestName.Find(table.Name.Text, catalog.Names.Concat(_with.Select(w => w.Name.Text)));
            problems.Add(SqlErrors.At(
                table.Location,
                SqlErrors.UnknownTable,
                $"there is no table {(table.Schema is null ? "" : table.Schema + ".")}{table.Name} among the migration's sources",
                nearest is null ? $"there are: {string.Join(", ", catalog.Names)}" : $"did you mean {nearest}?"));
            return null;
        }

        return new BoundTable(schema, alias, [.. schema.Columns.Select(c => numbers.New(c.Name, c.Type, c.Nullable))]);
    }

    private BoundSelect BindSelect(SelectSyntax select, Scope? outer)
    {
        var scope = new Scope(outer);
        var (from, where) = BindFrom(select, scope);
        var grouping = new Grouping(numbers, scope);
        var expressions = new ExpressionBinder(this, numbers, scope);
        var marks = problems.Marks;
        foreach (var key in select.GroupBy)
        {
            grouping.AddKey(expressions.Bind(key), NameOf(key, select));
        }

        var keysAreBound = problems.Marks == marks;
        if (!select.GroupBy.IsEmpty && grouping.Keys.Count == 0 && keysAreBound)
        {
            throw Parsing.Refusals.Refuse(select.GroupBy[0].Location, "GROUP BY of constants alone is not supported: it gives no row where there are none, and one otherwise", "leave GROUP BY out, or group by a column; numbers in GROUP BY are no positions in Oracle");
        }

        var projections = new List<BoundProjection>();
        var aggregated = new ExpressionBinder(this, numbers, scope) { Grouping = grouping };
        var items = select.Items.SelectMany(item => Expand(item, scope, aggregated)).ToList();
        var having = select.Having is null ? null : aggregated.BindCondition(select.Having);
        var isGrouped = !select.GroupBy.IsEmpty || grouping.Aggregates.Count > 0 || having is not null;
        foreach (var (name, expression, location) in items)
        {
            var value = isGrouped ? Lift(grouping, expression, keysAreBound) : expression;
            projections.Add(new BoundProjection(numbers.New(name, value.Type, TypeRules.IsNullable(value)), value with { Location = location }));
        }

        return new BoundSelect
        {
            From = from,
            Where = where,
            IsGrouped = isGrouped,
            GroupBy = [.. grouping.Keys],
            Aggregates = [.. grouping.Aggregates],
            Having = having is null ? null : Lift(grouping, having, keysAreBound),
            Select = [.. projections],
            Distinct = select.IsDistinct,
        };
    }

    private BoundExpression Lift(Grouping grouping, BoundExpression expression, bool keysAreBound)
    {
        try
        {
            return grouping.Lift(expression);
        }
        catch (HarunireException failure)
        {
            if (keysAreBound)
            {
                problems.Add(failure);
            }

            problems.Mark();
            return expression;
        }
    }

    // Where FROM can't be bound, no name of this SELECT can be judged.
    private (BoundFrom? From, BoundExpression? Where) BindFrom(SelectSyntax select, Scope scope)
    {
        var marks = problems.Marks;
        try
        {
            return new FromBinder(this, numbers, scope).Bind(select);
        }
        catch (HarunireException failure) when (failure.Code != SqlErrors.TooLarge)
        {
            problems.AddSince(marks, failure);
            scope.AddUnknown("");
            return (null, null);
        }
    }

    private static string NameOf(SqlExpression key, SelectSyntax select) =>
        key is ColumnSyntax column
            ? column.Name.Text
            : select.Items.FirstOrDefault(i => i.Expression is not null && i.Alias is not null && SyntaxText.Of(i.Expression) == SyntaxText.Of(key))?.Alias!.Text ?? "KEY";

    private static IEnumerable<(string Name, BoundExpression Expression, SourceLocation Location)> Expand(SelectItemSyntax item, Scope scope, ExpressionBinder expressions)
    {
        if (!item.IsStar)
        {
            var bound = expressions.Bind(item.Expression!);
            yield return (item.Alias?.Text ?? (item.Expression is ColumnSyntax column ? column.Name.Text : SyntaxText.Of(item.Expression!)), bound, item.Location);
            yield break;
        }

        if (scope.HasMerged)
        {
            throw Parsing.Refusals.Refuse(item.Location, "* together with JOIN ... USING is not supported", "name the columns");
        }

        var relations = scope.Relations.Where(r => item.StarQualifier is null || item.StarQualifier.Matches(r.Alias)).ToList();
        if (relations.Count == 0)
        {
            throw SqlErrors.At(item.Location, SqlErrors.UnknownColumn, $"no table of the query is called {item.StarQualifier}");
        }

        foreach (var column in relations.SelectMany(r => r.Columns))
        {
            yield return (column.Name, new BoundColumn(column), item.Location);
        }
    }
}
