using System.Collections.Immutable;
using System.Diagnostics;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Dialects;

/// <summary>Prints a bound query as a SELECT of another engine that gives the rows Oracle would give.</summary>
/// <remarks>
/// Each column is called <c>c</c> and its id: unique in the query, so nothing needs a qualifier. Tables are wrapped in a
/// select that brings their cells into one canonical form. Not safe for several threads.
/// </remarks>
public abstract class QueryPrinter
{
    private int _relations;

    private protected QueryPrinter()
    {
    }

    /// <summary>The engine's name for messages.</summary>
    protected abstract string Engine { get; }

    /// <summary>The query's columns, in order, under the names <c>c</c> and their id.</summary>
    public string Print(BoundQuery query)
    {
        _relations = 0;
        return Query(query);
    }

    /// <summary>The query's rows whose columns at these ordinals equal the parameters <c>@k0</c>, <c>@k1</c>, ...; NULL equals NULL.</summary>
    public string PrintByKey(BoundQuery query, IReadOnlyList<int> keyOrdinals)
    {
        var conditions = keyOrdinals.Select((ordinal, i) => NullSafe(Name(query.Columns[ordinal]), KeyParameter(i, query.Columns[ordinal])));
        return $"SELECT * FROM ({Print(query)}){RelationAlias}q\nWHERE {string.Join(" AND ", conditions)}";
    }

    /// <summary>The rows that a top-level grouped query reads for one group, as a query whose first columns are the key's; null for other queries.</summary>
    public static BoundQuery? RowsBehind(BoundQuery query, IReadOnlyList<int> keyOrdinals)
    {
        if (query is not BoundSelect { IsGrouped: true, From: not null } select)
        {
            return null;
        }

        var keys = new List<BoundProjection>();
        foreach (var ordinal in keyOrdinals)
        {
            if (select.Select[ordinal].Expression is not BoundColumn column || select.GroupBy.FirstOrDefault(g => g.Output.Equals(column.Column)) is not { } key)
            {
                return null;
            }

            keys.Add(key);
        }

        return new BoundSelect
        {
            From = select.From,
            Where = select.Where,
            IsGrouped = false,
            Select = [.. keys, .. select.From.Columns.Where(c => !keys.Any(k => k.Output.Equals(c))).Select(c => new BoundProjection(c, new BoundColumn(c)))],
        };
    }

    protected static string Name(QueryColumn column) => $"c{column.Id}";

    protected static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    protected static string QuoteText(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    protected static string Join(string separator, IEnumerable<string> parts) => string.Join(separator, parts);

    protected HarunireException Refuse(string what, BoundExpression expression) => DialectErrors.Refuse(Engine, what, expression.Location);

    /// <summary>A table's column in the canonical form.</summary>
    protected abstract string ReadColumn(ColumnDefinition column);

    protected virtual string TableReference(TableName table) =>
        table.Schema is null ? Quote(table.Table) : $"{Quote(table.Schema)}.{Quote(table.Table)}";

    /// <summary>What ends the select that wraps a table.</summary>
    protected virtual string AfterTable => "";

    /// <summary>What stands between a select in FROM and its name.</summary>
    protected virtual string RelationAlias => " AS ";

    /// <summary>The FROM of a select without a table.</summary>
    protected virtual string NoTable => "";

    protected abstract string KeyParameter(int index, QueryColumn column);

    protected abstract string NullSafe(string left, string right);

    protected abstract string Literal(BoundLiteral literal);

    protected abstract string Call(BoundCall call);

    protected abstract string Comparison(BoundExpression left, ComparisonOperator comparison, BoundExpression right);

    protected abstract string Like(BoundLike like);

    protected abstract string Aggregate(BoundAggregate aggregate);

    /// <summary>An operand of IN (query) and its column, so that plain equality has Oracle's meaning.</summary>
    protected virtual string Comparable(string printed, BoundExpression operand, QueryColumn other) => printed;

    protected string Print(BoundExpression expression) => expression switch
    {
        BoundColumn column => Name(column.Column),
        BoundLiteral literal => Literal(literal),
        BoundCall call => Call(call),
        BoundComparison comparison => Comparison(comparison.Left, comparison.Operator, comparison.Right),
        BoundAnd and => $"({Join(" AND ", and.Operands.Select(Print))})",
        BoundOr or => $"({Join(" OR ", or.Operands.Select(Print))})",
        BoundNot not => $"(NOT {Print(not.Operand)})",
        BoundIsNull isNull => $"({Print(isNull.Operand)} IS NULL)",
        BoundLike like => Like(like),
        BoundInList list => $"({Join(" OR ", list.Items.Select(item => Comparison(list.Operand, ComparisonOperator.Equal, item)))})",
        BoundCase choice => $"CASE{Join("", choice.Arms.Select(arm => $" WHEN {Print(arm.When)} THEN {Print(arm.Then)}"))} ELSE {(choice.Else is null ? "NULL" : Print(choice.Else))} END",
        NullSafeEquals equals => NullSafe(Print(equals.Left), Print(equals.Right)),
        BoundExists exists => $"EXISTS ({Query(exists.Query)})",
        BoundInSubquery isIn => InSubquery(isIn),
        BoundScalarSubquery scalar => $"({Query(scalar.Query)})",
        _ => throw new UnreachableException(expression.GetType().Name),
    };

    protected string Query(BoundQuery query) => query switch
    {
        BoundSelect { IsGrouped: true } grouped => Grouped(grouped),
        BoundSelect select => $"SELECT {Distinct(select)}{Projections(select.Select)}{FromClause(select.From)}{Where(select.Where)}",
        BoundUnionAll union => Join("\nUNION ALL\n", union.Inputs.Select(input => UnionInput(union, input))),
        _ => throw new UnreachableException(query.GetType().Name),
    };

    private static string Distinct(BoundSelect select) => select.Distinct ? "DISTINCT " : "";

    private string Grouped(BoundSelect select)
    {
        var groups = select.GroupBy.Select(Projection).Concat(select.Aggregates.Select(a => $"{Aggregate(a)} AS {Name(a.Output)}")).ToList();
        if (select.Aggregates.IsEmpty)
        {
            groups.Add("COUNT(*) AS grouped");
        }

        var by = select.GroupBy.IsEmpty ? "" : $"\nGROUP BY {GroupBy(select)}";
        var inner = $"SELECT {Join(", ", groups)}{FromClause(select.From)}{Where(select.Where)}{by}";
        return $"SELECT {Distinct(select)}{Projections(select.Select)}\nFROM ({inner}){RelationAlias}{NextRelation()}{Where(select.Having)}";
    }

    /// <summary>Keys by position: a key that is a constant, or appears twice, needs no care.</summary>
    protected virtual string GroupBy(BoundSelect select) => Join(", ", Enumerable.Range(1, select.GroupBy.Length).Select(i => i.ToString()));

    private string UnionInput(BoundUnionAll union, BoundQuery input) =>
        $"SELECT {Join(", ", input.Columns.Zip(union.Outputs, (from, to) => $"{Name(from)} AS {Name(to)}"))} FROM ({Query(input)}){RelationAlias}{NextRelation()}";

    private string Projections(ImmutableArray<BoundProjection> projections) => Join(", ", projections.Select(Projection));

    private string Projection(BoundProjection projection) => $"{Print(projection.Expression)} AS {Name(projection.Output)}";

    private string FromClause(BoundFrom? from) => from is null ? NoTable : $"\nFROM {From(from)}";

    private string Where(BoundExpression? condition) => condition is null ? "" : $"\nWHERE {Print(condition)}";

    private string From(BoundFrom from) => from switch
    {
        BoundTable table => $"(SELECT {Join(", ", table.Outputs.Select((column, i) => $"{ReadColumn(table.Table.Columns[i])} AS {Name(column)}"))} FROM {TableReference(table.Table.Name)}{AfterTable}){RelationAlias}{NextRelation()}",
        BoundDerived derived => $"({Query(derived.Query)}){RelationAlias}{NextRelation()}",
        BoundJoin { Kind: JoinKind.Inner, On: null } join => $"({From(join.Left)} CROSS JOIN {From(join.Right)})",
        BoundJoin join => $"({From(join.Left)}\n{JoinWord(join.Kind)} {From(join.Right)} ON {(join.On is null ? "1 = 1" : Print(join.On))})",
        _ => throw new UnreachableException(from.GetType().Name),
    };

    private static string JoinWord(JoinKind kind) => kind switch
    {
        JoinKind.Inner => "JOIN",
        JoinKind.Left => "LEFT JOIN",
        JoinKind.Full => "FULL JOIN",
        _ => throw new UnreachableException(),
    };

    private string InSubquery(BoundInSubquery isIn)
    {
        var operands = isIn.Operands.Select((operand, i) => Comparable(Print(operand), operand, isIn.Query.Columns[i])).ToList();
        var columns = isIn.Query.Columns.Select((column, i) => Comparable(Name(column), new BoundColumn(column), new QueryColumn(-1, "", isIn.Operands[i].Type, Nullable: true)));
        var left = operands.Count == 1 ? operands[0] : $"({Join(", ", operands)})";
        return $"({left} IN (SELECT {Join(", ", columns)} FROM ({Query(isIn.Query)}){RelationAlias}{NextRelation()}))";
    }

    private string NextRelation() => $"r{++_relations}";
}
