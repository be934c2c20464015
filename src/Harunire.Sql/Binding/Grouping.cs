using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Binding;

/// <summary>The keys and aggregates of one grouped SELECT, and the check that nothing else is used after grouping.</summary>
internal sealed class Grouping(ColumnNumbers numbers, Scope scope)
{
    private readonly Dictionary<string, QueryColumn> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QueryColumn> _aggregates = new(StringComparer.Ordinal);

    public List<BoundProjection> Keys { get; } = [];

    public List<BoundAggregate> Aggregates { get; } = [];

    public void AddKey(BoundExpression key, string name)
    {
        if (key is BoundLiteral)
        {
            return; // A constant splits no group.
        }

        var text = BoundText.Of(key);
        if (!_keys.ContainsKey(text))
        {
            _keys[text] = numbers.New(name, key.Type, TypeRules.IsNullable(key));
            Keys.Add(new BoundProjection(_keys[text], key));
        }
    }

    public BoundColumn AddAggregate(AggregateFunction function, BoundExpression? argument, bool distinct, OracleType type, string name)
    {
        distinct = distinct && function is not (AggregateFunction.Min or AggregateFunction.Max);
        var text = $"{function}:{distinct}:{(argument is null ? "*" : BoundText.Of(argument))}";
        if (!_aggregates.TryGetValue(text, out var column))
        {
            column = numbers.New(name, type, function is not (AggregateFunction.Count or AggregateFunction.CountRows));
            _aggregates[text] = column;
            Aggregates.Add(new BoundAggregate(column, function, argument, distinct));
        }

        return new BoundColumn(column);
    }

    /// <summary>An expression over the rows, as one over keys and aggregates; ORA-00979 where that can't be.</summary>
    public BoundExpression Lift(BoundExpression expression)
    {
        if (_keys.TryGetValue(BoundText.Of(expression), out var key))
        {
            return new BoundColumn(key) { Location = expression.Location };
        }

        return expression switch
        {
            BoundColumn column when scope.Holds(column.Column) => throw SqlErrors.At(expression.Location, SqlErrors.NotGrouped, $"{column.Column.Name} is neither in GROUP BY nor inside an aggregate", "add it to GROUP BY, or aggregate it (MIN, MAX)"),
            BoundExists or BoundInSubquery or BoundScalarSubquery => Refuse(expression),
            _ => BoundRewriter.Children(expression, Lift),
        };
    }

    // A subquery after grouping may stand alone; one that looks at the rows before grouping has lost them.
    private BoundExpression Refuse(BoundExpression subquery)
    {
        var query = subquery switch { BoundExists e => e.Query, BoundInSubquery i => i.Query, BoundScalarSubquery s => s.Query, _ => null };
        if (BoundColumns.Of(query!).Any(scope.Holds))
        {
            throw Parsing.Refusals.Refuse(subquery.Location, "a subquery in the select list or HAVING of a grouped query can't refer to the rows before grouping", "group in an inline view, and write the subquery outside of it");
        }

        return subquery is BoundInSubquery @in ? @in with { Operands = [.. @in.Operands.Select(Lift)] } : subquery;
    }
}
