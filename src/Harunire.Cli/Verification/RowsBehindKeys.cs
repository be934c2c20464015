using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;
using Harunire.Sql.Dialects;
using Harunire.Verify.Explanation;

namespace Harunire.Cli.Verification;

/// <summary>The query for the source rows behind a grouped query's keys: keys, columns of the tables, and the terms of each SUM.</summary>
internal sealed class RowsBehindKeys
{
    // Above any id that a binder gives.
    private const int FirstTermId = 1_000_000_000;

    private readonly ImmutableArray<(string Column, int Ordinal)> _terms;
    private readonly int _moment;
    private readonly BoundTable? _table;
    private readonly ImmutableArray<int> _identity;

    private RowsBehindKeys(BoundSelect query, ImmutableArray<(string Column, int Ordinal)> terms, QueryColumn? moment, BoundTable? table)
    {
        Query = query;
        _terms = terms;
        _moment = moment is null ? -1 : Find(query, moment);
        _table = table;
        _identity = table is null ? [] : [.. table.Table.Key.Select(k => Find(query, table.Outputs[k]))];
    }

    /// <summary>Its first columns are the key's.</summary>
    public BoundSelect Query { get; }

    /// <summary>Null where the query is not grouped at its top, or groups by something else than the target's key.</summary>
    public static RowsBehindKeys? Of(BoundQuery query, MappingPlan plan)
    {
        int[] keys = [.. plan.TargetOrdinals.Take(plan.Target.KeyCount)];
        if (query is not BoundSelect { From: { } from } select || QueryPrinter.RowsBehind(query, keys) is not BoundSelect behind)
        {
            return null;
        }

        var projections = behind.Select.ToBuilder();
        var terms = ImmutableArray.CreateBuilder<(string, int)>();
        var used = new HashSet<QueryColumn>();
        for (var i = keys.Length; i < plan.Target.Columns.Length; i++)
        {
            if (OnlyColumn(select.Select[plan.TargetOrdinals[i]].Expression) is { } output
                && select.Aggregates.FirstOrDefault(a => a.Output.Equals(output)) is { Function: AggregateFunction.Sum, Distinct: false, Argument: { Type: NumberType } argument })
            {
                terms.Add((plan.Target.Columns[i].Name, projections.Count));
                projections.Add(new BoundProjection(new QueryColumn(FirstTermId + i, "term", argument.Type, Nullable: true), argument));
                used.UnionWith(BoundColumns.Of(argument));
            }
        }

        var moment = behind.Select.Take(keys.Length).SelectMany(k => BoundColumns.Of(k.Expression))
            .FirstOrDefault(c => c.Type is DateType or TimestampType && from.Columns.Contains(c));
        var tables = Tables(from).ToList();
        return new RowsBehindKeys(
            behind with { Select = projections.ToImmutable() },
            terms.ToImmutable(),
            moment,
            tables.Find(t => t.Outputs.Any(used.Contains)) ?? tables.FirstOrDefault());
    }

    public BaseRow Read(Datum[] row) => new(
        _table is null ? "row" : _table.Table.Name.Table + " " + string.Join(", ", _identity.Select((o, i) => $"{_table.Table.Columns[_table.Table.Key[i]].Name}={row[o]}")),
        _moment < 0 ? Datum.Null : row[_moment],
        _terms.ToImmutableDictionary(t => t.Column, t => row[t.Ordinal]));

    // The aggregate itself, or its value rounded or with NULL replaced: its terms still tell why it differs.
    private static QueryColumn? OnlyColumn(BoundExpression expression) => expression switch
    {
        BoundColumn column => column.Column,
        BoundCall { Function: ScalarFunction.RoundNumber or ScalarFunction.TruncNumber or ScalarFunction.Nvl } call when call.Arguments.Skip(1).All(a => a is BoundLiteral) => OnlyColumn(call.Arguments[0]),
        _ => null,
    };

    private static IEnumerable<BoundTable> Tables(BoundFrom from) => from switch
    {
        BoundTable table => [table],
        BoundJoin join => Tables(join.Left).Concat(Tables(join.Right)),
        _ => [],
    };

    private static int Find(BoundSelect query, QueryColumn column) =>
        query.Select.Select((p, i) => (p, i)).First(x => x.p.Output.Equals(column)).i;
}
