using System.Globalization;
using System.Text;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Explain;

/// <summary>A plan as an indented tree: each operator, its expressions, and the state that it keeps.</summary>
public static class PlanText
{
    /// <summary>For people: columns by name.</summary>
    public static string Of(PlanNode root) => Write(root, column => column.Name, withState: true);

    /// <summary>For the fingerprint: columns numbered by first appearance, so that equal plans have equal texts.</summary>
    public static string Canonical(PlanNode root)
    {
        var numbers = new Dictionary<int, int>();
        string Number(QueryColumn column)
        {
            if (!numbers.TryGetValue(column.Id, out var number))
            {
                numbers[column.Id] = number = numbers.Count;
            }

            return string.Create(CultureInfo.InvariantCulture, $"{column.Name}#{number}:{column.Type}");
        }

        return Write(root, Number, withState: false);
    }

    private static string Write(PlanNode root, Func<QueryColumn, string> name, bool withState)
    {
        var text = new StringBuilder();
        Write(root, name, withState, text, 0);
        return text.ToString().TrimEnd('\n');
    }

    private static void Write(PlanNode node, Func<QueryColumn, string> name, bool withState, StringBuilder text, int depth)
    {
        string Expression(BoundExpression e) => BoundText.Of(e, name);
        string On(IEnumerable<BoundExpression> left, IEnumerable<BoundExpression> right, BoundExpression? residual) =>
            string.Join(" AND ", [.. left.Zip(right, (l, r) => $"{Expression(l)} = {Expression(r)}"), .. residual is null ? Array.Empty<string>() : [Expression(residual)]]);
        string Projection(BoundProjection p) => p.Expression is BoundColumn column && column.Column == p.Output ? name(p.Output) : $"{Expression(p.Expression)} AS {name(p.Output)}";
        var (line, state) = node switch
        {
            ScanNode scan => ($"scan {scan.Table.Name} ({string.Join(", ", scan.Outputs.Select(name))})", null),
            SingleRowNode => ("single row", null),
            FilterNode filter => ($"filter {Expression(filter.Condition)}", null),
            ProjectNode project => ($"project {string.Join(", ", project.Projections.Select(Projection))}", null),
            JoinNode join => ($"{join.Kind.ToString().ToLowerInvariant()} join{(join.LeftKeys.IsEmpty && join.Residual is null ? " (every pair)" : " on ")}{On(join.LeftKeys, join.RightKeys, join.Residual)}", "the rows of both sides by key"),
            SemiJoinNode semi => ($"{(semi.Anti ? "anti" : "semi")} join{(semi.NullAware ? $" (NOT IN from key {semi.CorrelationKeyCount + 1})" : "")} on {On(semi.LeftKeys, semi.RightKeys, semi.Residual)}", "the rows of both sides by key"),
            AggregateNode aggregate => (
                $"aggregate {(aggregate.Keys.IsEmpty ? "all rows" : "by " + string.Join(", ", aggregate.Keys.Select(Projection)))}: {string.Join(", ", aggregate.Aggregates.Select(a => $"{Call(a, Expression)} AS {name(a.Output)}"))}",
                $"groups: {string.Join(", ", aggregate.Aggregates.Select(State).Prepend("row count").Distinct())}"),
            DistinctNode => ("distinct", "a count for each row"),
            UnionAllNode => ($"union all ({string.Join(", ", node.Columns.Select(name))})", (string?)null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        text.Append(' ', depth * 2).Append(line).Append('\n');
        if (withState && state is not null)
        {
            text.Append(' ', (depth * 2) + 2).Append("keeps ").Append(state).Append('\n');
        }

        foreach (var input in node.Inputs)
        {
            Write(input, name, withState, text, depth + 1);
        }
    }

    private static string Call(BoundAggregate aggregate, Func<BoundExpression, string> expression) => aggregate.Function switch
    {
        AggregateFunction.CountRows => "COUNT(*)",
        var function => $"{function.ToString().ToUpperInvariant()}({(aggregate.Distinct ? "DISTINCT " : "")}{expression(aggregate.Argument!)})",
    };

    private static string State(BoundAggregate aggregate) => (aggregate.Function, aggregate.Distinct) switch
    {
        (_, true) or (AggregateFunction.Min or AggregateFunction.Max, _) => "values with counts",
        (AggregateFunction.Sum or AggregateFunction.Avg, _) => "sum and count",
        _ => "row count",
    };
}
