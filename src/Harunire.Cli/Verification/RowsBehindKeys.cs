using System.Collections.Immutable;
using Harunire.Model.Rows;
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
    private readonly ImmutableArray<(string Column, int Ordinal)> _counted;
    private readonly int _moment;
    private readonly BoundTable? _main;
    private readonly ImmutableArray<(BoundTable Table, ImmutableArray<int> Key)> _tables;

    private RowsBehindKeys(BoundSelect query, ImmutableArray<(string Column, int Ordinal)> terms, ImmutableArray<(string Column, int Ordinal)> counted, QueryColumn? moment, BoundTable? main, IEnumerable<BoundTable> tables)
    {
        (Query, _terms, _counted, _main) = (query, terms, counted, main);
        _moment = moment is null ? -1 : Find(query, moment);
        _tables = [.. tables.Where(t => !t.Table.Key.IsEmpty).Select(t => (t, t.Table.Key.Select(k => Find(query, t.Outputs[k])).ToImmutableArray()))];
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
        var counted = ImmutableArray.CreateBuilder<(string, int)>();
        var used = new HashSet<QueryColumn>();
        for (var i = keys.Length; i < plan.Target.Columns.Length; i++)
        {
            if (OnlyColumn(select.Select[plan.TargetOrdinals[i]].Expression) is { } output
                && select.Aggregates.FirstOrDefault(a => a.Output.Equals(output)) is { Function: AggregateFunction.Sum or AggregateFunction.Count, Distinct: false, Argument: { } argument } aggregate
                && (aggregate.Function == AggregateFunction.Count || argument.Type is NumberType))
            {
                (aggregate.Function == AggregateFunction.Sum ? terms : counted).Add((plan.Target.Columns[i].Name, projections.Count));
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
            counted.ToImmutable(),
            moment,
            tables.Find(t => t.Outputs.Any(used.Contains)) ?? tables.FirstOrDefault(),
            tables);
    }

    public BaseRow Read(Datum[] row)
    {
        // An outer join may give no row of a table: its key is NULL then.
        var rows = _tables.Select(t => (t.Table, Row: new SourceRow(t.Table.Table.Name, [.. t.Key.Select(o => row[o])])))
            .Where(r => !r.Row.Key.All(k => k.IsNull)).ToList();
        var main = rows.Find(r => ReferenceEquals(r.Table, _main));
        return new BaseRow(
            main.Row is null ? "row" : Describe(main.Table.Table, main.Row.Key),
            _moment < 0 ? Datum.Null : row[_moment],
            _terms.ToImmutableDictionary(t => t.Column, t => row[t.Ordinal]))
        {
            CountsNull = _counted.ToImmutableDictionary(t => t.Column, t => row[t.Ordinal].IsNull),
            Rows = [.. rows.Select(r => r.Row)],
        };
    }

    /// <summary>A row as reports name it.</summary>
    public static string Describe(TableSchema table, Datum[] key) =>
        $"{table.Name.Table} {string.Join(", ", table.Key.Select((k, i) => $"{table.Columns[k].Name}={key[i]}"))}";

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
