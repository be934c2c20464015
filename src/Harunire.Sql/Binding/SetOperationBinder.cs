using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Binding;

/// <summary>UNION ALL as it is; the other set operators as queries over it, in which NULL equals NULL as in GROUP BY.</summary>
/// <remarks>
/// UNION is a DISTINCT over it. MINUS and INTERSECT mark each row with the input it comes from, group by the row, and count the marks:
/// <c>HAVING SUM(first) &gt; 0 AND SUM(others) = 0</c>. Sums follow each change; so deletes and duplicates need no care of their own.
/// </remarks>
internal static class SetOperationBinder
{
    public static BoundQuery Bind(SetOperationSyntax operation, ImmutableArray<BoundQuery> inputs, ColumnNumbers numbers)
    {
        CheckWidths(operation, inputs);
        var columns = Enumerable.Range(0, inputs[0].Columns.Length).Select(i => Column(operation, inputs, i, numbers)).ToImmutableArray();
        inputs = [.. inputs.Select(input => GiveTypes(input, columns))];
        return operation.Operator switch
        {
            SetOperator.UnionAll => new BoundUnionAll(inputs, columns),
            SetOperator.Union => Distinct(new BoundUnionAll(inputs, columns), numbers),
            SetOperator.Minus => Marked(inputs, columns, numbers, markOf: i => Math.Min(i, 1), marks: 2, isThere: mark => mark == 0),
            _ => Marked(inputs, columns, numbers, markOf: i => i, marks: inputs.Length, isThere: _ => true),
        };
    }

    private static void CheckWidths(SetOperationSyntax operation, ImmutableArray<BoundQuery> inputs)
    {
        var width = inputs[0].Columns.Length;
        for (var i = 1; i < inputs.Length; i++)
        {
            if (inputs[i].Columns.Length != width)
            {
                throw SqlErrors.At(operation.Inputs[i].Location, SqlErrors.WrongArguments, $"ORA-01789: this part of {SetOperatorText.Of(operation.Operator)} gives {inputs[i].Columns.Length} columns, the first one {width}");
            }
        }
    }

    private static QueryColumn Column(SetOperationSyntax operation, ImmutableArray<BoundQuery> inputs, int column, ColumnNumbers numbers)
    {
        var types = inputs.Select(i => i.Columns[column].Type).ToList();
        var families = types.Select(TypeFamilies.Of).Where(f => f != TypeFamily.Untyped).Distinct().ToList();
        if (families.Count > 1)
        {
            throw SqlErrors.At(operation.Location, SqlErrors.WrongArguments, $"ORA-01790: column {column + 1} ({inputs[0].Columns[column].Name}) is {types[0]} in one part of {SetOperatorText.Of(operation.Operator)} and {types.First(t => TypeFamilies.Of(t) != TypeFamilies.Of(types[0]))} in another");
        }

        var type = TypeRules.Unify(types);
        return operation.Operator == SetOperator.UnionAll || type is not (ClobType or BlobType)
            ? numbers.New(inputs[0].Columns[column].Name, type, inputs.Any(i => i.Columns[column].Nullable))
            : throw SqlErrors.At(operation.Location, SqlErrors.WrongArguments, $"ORA-00932: column {column + 1} ({inputs[0].Columns[column].Name}) is {type}, which {SetOperatorText.Of(operation.Operator)} can't compare");
    }

    // A NULL literal in one part takes the type of the others.
    private static BoundQuery GiveTypes(BoundQuery query, ImmutableArray<QueryColumn> outputs) => query is BoundSelect select
        ? select with
        {
            Select = [.. select.Select.Select((p, i) => p.Expression is BoundLiteral { Value.IsNull: true } literal
                ? new BoundProjection(p.Output with { Type = outputs[i].Type }, literal with { Type = outputs[i].Type })
                : p)],
        }
        : query;

    private static BoundSelect Distinct(BoundQuery rows, ColumnNumbers numbers) => new()
    {
        From = new BoundDerived(rows, "u"),
        IsGrouped = false,
        Select = Again(rows.Columns, numbers),
        Distinct = true,
    };

    // One column a mark: 1 in the rows of its inputs, 0 in the others.
    private static BoundSelect Marked(
        ImmutableArray<BoundQuery> inputs, ImmutableArray<QueryColumn> columns, ColumnNumbers numbers, Func<int, int> markOf, int marks, Func<int, bool> isThere)
    {
        var places = Enumerable.Range(0, marks).Select(mark => numbers.New($"in{mark + 1}", Mark, nullable: false)).ToImmutableArray();
        var rows = new BoundUnionAll(
            [.. inputs.Select((input, i) => new BoundSelect
            {
                From = new BoundDerived(input, "i"),
                IsGrouped = false,
                Select = [.. Again(input.Columns, numbers), .. places.Select((place, mark) => new BoundProjection(numbers.New(place.Name, Mark, nullable: false), Number(markOf(i) == mark ? 1 : 0)))],
            })],
            [.. columns, .. places]);
        var keys = Again(columns, numbers);
        var sums = places.Select(place => new BoundAggregate(numbers.New(place.Name, OracleType.Number, nullable: true), AggregateFunction.Sum, new BoundColumn(place), Distinct: false)).ToImmutableArray();
        return new BoundSelect
        {
            From = new BoundDerived(rows, "u"),
            IsGrouped = true,
            GroupBy = keys,
            Aggregates = sums,
            Having = new BoundAnd([.. sums.Select((sum, mark) => (BoundExpression)new BoundComparison(isThere(mark) ? ComparisonOperator.Greater : ComparisonOperator.Equal, new BoundColumn(sum.Output), Number(0)))]),
            Select = Again([.. keys.Select(key => key.Output)], numbers),
        };
    }

    private static NumberType Mark { get; } = new(1, 0);

    private static BoundLiteral Number(int value) => new(Datum.FromNumber(value), Mark);

    private static ImmutableArray<BoundProjection> Again(ImmutableArray<QueryColumn> columns, ColumnNumbers numbers) =>
        [.. columns.Select(column => new BoundProjection(numbers.New(column.Name, column.Type, column.Nullable), new BoundColumn(column)))];
}
