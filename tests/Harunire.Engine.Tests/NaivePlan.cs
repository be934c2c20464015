using Harunire.Engine.Expressions;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Tests;

/// <summary>The plan over whole tables, by the definitions: nested loops over lists of rows. The engine's judge.</summary>
internal static class NaivePlan
{
    public static List<Datum[]> Evaluate(PlanNode node, IReadOnlyDictionary<TableName, List<Datum[]>> tables) => node switch
    {
        ScanNode scan => [.. tables[scan.Table.Name].Select(row => scan.Ordinals.Select(o => row[o]).ToArray())],
        SingleRowNode => [[]],
        FilterNode filter => [.. Evaluate(filter.Input, tables).Where(row => Holds(filter.Condition, row, filter.Input))],
        ProjectNode project => [.. Evaluate(project.Input, tables).Select(row => project.Projections.Select(p => Value(p.Expression, row, project.Input)).ToArray())],
        UnionAllNode union => [.. union.Sources.SelectMany(s => Evaluate(s, tables))],
        DistinctNode distinct => [.. Evaluate(distinct.Input, tables).DistinctBy(Text, StringComparer.Ordinal)],
        JoinNode join => Join(join, tables),
        SemiJoinNode semi => SemiJoin(semi, tables),
        AggregateNode aggregate => Aggregate(aggregate, tables),
        _ => throw new NotSupportedException(),
    };

    /// <summary>Equal texts are equal rows.</summary>
    public static string Text(IEnumerable<Datum> row) => string.Join("|", row.Select(d => $"{d.Kind}:{d}"));

    private static List<Datum[]> Join(JoinNode join, IReadOnlyDictionary<TableName, List<Datum[]>> tables)
    {
        var (left, right) = (Evaluate(join.Left, tables), Evaluate(join.Right, tables));
        var result = new List<Datum[]>();
        var matchedRight = new bool[right.Count];
        foreach (var l in left)
        {
            var matched = false;
            for (var j = 0; j < right.Count; j++)
            {
                var r = right[j];
                var equal = join.LeftKeys.Zip(join.RightKeys).All(k => Compare(Value(k.First, l, join.Left), Value(k.Second, r, join.Right)) == true);
                if (equal && (join.Residual is null || HoldsPair(join.Residual, l, r, join)))
                {
                    result.Add([.. l, .. r]);
                    matched = matchedRight[j] = true;
                }
            }

            if (!matched && join.Kind != JoinKind.Inner)
            {
                result.Add([.. l, .. new Datum[join.Right.Columns.Length]]);
            }
        }

        if (join.Kind == JoinKind.Full)
        {
            result.AddRange(right.Where((_, j) => !matchedRight[j]).Select(r => (Datum[])[.. new Datum[join.Left.Columns.Length], .. r]));
        }

        return result;
    }

    // NOT IN is the negation of OR over the rows of AND over the operands, in three values; EXISTS asks for truth alone.
    private static List<Datum[]> SemiJoin(SemiJoinNode semi, IReadOnlyDictionary<TableName, List<Datum[]>> tables)
    {
        var right = Evaluate(semi.Right, tables);
        bool Keep(Datum[] l)
        {
            bool? any = false;
            foreach (var r in right)
            {
                bool?[] parts = [.. semi.LeftKeys.Zip(semi.RightKeys).Select(k => Compare(Value(k.First, l, semi.Left), Value(k.Second, r, semi.Right)))];
                var isCorrelated = parts.Take(semi.NullAware ? semi.CorrelationKeyCount : parts.Length).All(p => p == true)
                    && (semi.Residual is null || HoldsPair(semi.Residual, l, r, semi));
                any |= isCorrelated ? parts.Aggregate((bool?)true, (a, b) => a & b) : false;
            }

            return semi.Anti ? any == false : any == true;
        }

        return [.. Evaluate(semi.Left, tables).Where(Keep)];
    }

    private static List<Datum[]> Aggregate(AggregateNode node, IReadOnlyDictionary<TableName, List<Datum[]>> tables)
    {
        var input = Evaluate(node.Input, tables);
        var groups = new Dictionary<string, (Datum[] Key, List<Datum[]> Rows)>(StringComparer.Ordinal);
        if (node.Keys.IsEmpty)
        {
            groups[""] = ([], []);
        }

        foreach (var row in input)
        {
            Datum[] key = [.. node.Keys.Select(k => Value(k.Expression, row, node.Input))];
            groups.TryAdd(Text(key), (key, []));
            groups[Text(key)].Rows.Add(row);
        }

        return [.. groups.Values.Select(g => (Datum[])[.. g.Key, .. node.Aggregates.Select(a => Aggregate(a, g.Rows, node.Input))])];
    }

    private static Datum Aggregate(BoundAggregate aggregate, List<Datum[]> rows, PlanNode input)
    {
        if (aggregate.Function == AggregateFunction.CountRows)
        {
            return Datum.FromNumber(rows.Count);
        }

        List<Datum> values = [.. rows.Select(r => Value(aggregate.Argument!, r, input)).Where(v => !v.IsNull)];
        if (aggregate.Distinct)
        {
            values = [.. values.DistinctBy(v => Text([v]), StringComparer.Ordinal)];
        }

        return aggregate.Function switch
        {
            AggregateFunction.Count => Datum.FromNumber(values.Count),
            _ when values.Count == 0 => Datum.Null,
            AggregateFunction.Sum => Datum.FromNumber(values.Aggregate(OracleNumber.Zero, (s, v) => s + v.AsNumber)),
            AggregateFunction.Avg => Datum.FromNumber(values.Aggregate(OracleNumber.Zero, (s, v) => s + v.AsNumber) / values.Count),
            AggregateFunction.Min => values.Aggregate((a, b) => Datum.Compare(a, b) <= 0 ? a : b),
            _ => values.Aggregate((a, b) => Datum.Compare(a, b) >= 0 ? a : b),
        };
    }

    private static bool? Compare(Datum left, Datum right) => left.IsNull || right.IsNull ? null : left.Equals(right);

    private static Datum Value(BoundExpression expression, Datum[] row, PlanNode input) => ExpressionCompiler.Scalar(expression, input.Columns)(row);

    private static bool Holds(BoundExpression condition, Datum[] row, PlanNode input) => ExpressionCompiler.Condition(condition, input.Columns)(row);

    private static bool HoldsPair(BoundExpression condition, Datum[] left, Datum[] right, PlanNode join) =>
        ExpressionCompiler.PairCondition(condition, join.Inputs[0].Columns, join.Inputs[1].Columns)(left, right);
}
