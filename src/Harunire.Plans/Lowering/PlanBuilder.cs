using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Plans.Explain;
using Harunire.Plans.Files;
using Harunire.Plans.Nodes;
using Harunire.Plans.Rules;
using Harunire.Plans.Yaml;
using Harunire.Sql.Binding;
using Harunire.Sql.Bound;

namespace Harunire.Plans.Lowering;

/// <summary>From a mapping file to a plan: binds the query, lowers it, applies the rules, and fits the target to it.</summary>
public static class PlanBuilder
{
    public static MappingPlan Build(MappingFile mapping, ITableCatalog catalog) => Build(mapping, Bind(mapping, catalog));

    public static BoundQuery Bind(MappingFile mapping, ITableCatalog catalog) => OracleQuery.Bind(mapping.Query, mapping.QueryLocation, catalog);

    /// <summary>A query alone as a plan, rules applied. HAR2007 where it can't be kept up to date.</summary>
    /// <param name="fallback">The place told where a part of the query has none.</param>
    public static PlanNode Lower(BoundQuery query, SourceLocation fallback)
    {
        var root = new QueryLowering().Lower(query);
        PlanCheck.Check(root, fallback);
        return RewriteRules.Apply(root);
    }

    public static MappingPlan Build(MappingFile mapping, BoundQuery query)
    {
        var root = Lower(query, mapping.QueryLocation);
        var (target, ordinals) = FitTarget(mapping, root.Columns);
        var notes = CheckUniqueness(mapping, root, ordinals.Take(target.KeyCount).Select(o => root.Columns[o]));
        var tables = Scans(root).Select(s => s.Table).DistinctBy(t => t.Name).OrderBy(t => t.Name.ToString(), StringComparer.Ordinal).ToImmutableArray();
        return new MappingPlan
        {
            Mapping = mapping.Name,
            Root = root,
            Target = target,
            TargetOrdinals = ordinals,
            Tables = tables,
            Notes = notes.AddRange(EveryPairNotes(root)),
            Fingerprint = Fingerprint(root, target, ordinals, tables),
        };
    }

    private static IEnumerable<ScanNode> Scans(PlanNode node) =>
        node is ScanNode scan ? [scan] : node.Inputs.SelectMany(Scans);

    // One row beside all others costs nothing; tables do.
    private static IEnumerable<string> EveryPairNotes(PlanNode node)
    {
        var here = node is JoinNode { LeftKeys.IsEmpty: true } join && !IsOneRow(join.Left) && !IsOneRow(join.Right)
            ? [$"No equality joins ({Tables(join.Left)}) with ({Tables(join.Right)}): every pair of their rows is looked at, and both sides are kept as one group."]
            : Array.Empty<string>();
        return here.Concat(node.Inputs.SelectMany(EveryPairNotes));
    }

    private static bool IsOneRow(PlanNode node) => node switch
    {
        SingleRowNode or AggregateNode { Keys.IsEmpty: true } => true,
        FilterNode or ProjectNode => IsOneRow(node.Inputs[0]),
        _ => false,
    };

    private static string Tables(PlanNode node) => string.Join(", ", Scans(node).Select(s => s.Table.Name.Table).Distinct(StringComparer.Ordinal));

    private static ImmutableArray<string> CheckUniqueness(MappingFile mapping, PlanNode root, IEnumerable<QueryColumn> key)
    {
        var columns = key.ToHashSet();
        if (RowIdentity.IsUnique(root, columns))
        {
            return [];
        }

        var missing = RowIdentity.UncoveredGroupKeys(root, columns);
        return missing.IsEmpty
            ? [$"The query does not show that ({string.Join(", ", columns.Select(c => c.Name))}) is unique; where two of its rows have one key, the target can hold only one."]
            : throw YamlText.At(PlanErrors.BadTarget, mapping.TargetLocation, $"the target's key does not cover what the query groups by: {string.Join(", ", missing)}", "two groups would overwrite one another; add the columns to the select list and to the key");
    }

    private static (ResultTable Target, ImmutableArray<int> Ordinals) FitTarget(MappingFile mapping, ImmutableArray<QueryColumn> columns)
    {
        var problems = new List<Diagnostic>();
        void Problem(SourceLocation location, string message, string? hint = null) =>
            problems.Add(new Diagnostic { Code = PlanErrors.BadTarget, Message = message, Location = location, Hint = hint });
        foreach (var same in columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            Problem(mapping.QueryLocation, $"two columns of the query are called {same.Key}", "give one of them an alias");
        }

        foreach (var column in columns.Where(c => !IsName(c.Name)))
        {
            Problem(mapping.QueryLocation, $"the column {column.Name} has no name that a table can have", "give it an alias: ... AS name");
        }

        var keys = mapping.PartitionKey.AddRange(mapping.ClusteringKey);
        var ordinals = new List<int>();
        foreach (var key in keys)
        {
            var ordinal = columns.ToList().FindIndex(c => string.Equals(c.Name, key.Column, StringComparison.OrdinalIgnoreCase));
            if (ordinal < 0)
            {
                var nearest = NearestName.Find(key.Column, columns.Select(c => c.Name));
                Problem(key.Location, $"the query has no column {key.Column}", nearest is null ? $"it has: {string.Join(", ", columns.Select(c => c.Name))}" : $"did you mean {nearest}?");
            }
            else if (ordinals.Contains(ordinal))
            {
                Problem(key.Location, $"the key names {key.Column} twice");
            }
            else
            {
                ordinals.Add(ordinal);
            }
        }

        if (!IsName(mapping.Table))
        {
            Problem(mapping.TargetLocation, $"'{mapping.Table}' is no name that a table can have", "letters, digits and _");
        }

        var compared = (mapping.Verify?.Columns ?? []).Select(c => (c.Column, c.Location)).Concat((mapping.Verify?.Ignore ?? []).Select(i => (i.Column, mapping.Verify!.Location)));
        foreach (var (name, location) in compared.Where(v => !columns.Any(c => string.Equals(c.Name, v.Item1, StringComparison.OrdinalIgnoreCase))))
        {
            var nearest = NearestName.Find(name, columns.Select(c => c.Name));
            Problem(location, $"'verify' names {name}, which is no column of the query", nearest is null ? $"it has: {string.Join(", ", columns.Select(c => c.Name))}" : $"did you mean {nearest}?");
        }

        foreach (var type in mapping.Types.Where(t => !columns.Any(c => string.Equals(c.Name, t.Column, StringComparison.OrdinalIgnoreCase))))
        {
            var nearest = NearestName.Find(type.Column, columns.Select(c => c.Name));
            Problem(type.Location, $"'types' names {type.Column}, which is no column of the query", nearest is null ? $"it has: {string.Join(", ", columns.Select(c => c.Name))}" : $"did you mean {nearest}?");
        }

        foreach (var second in mapping.Types.GroupBy(t => t.Column, StringComparer.OrdinalIgnoreCase).SelectMany(same => same.Skip(1)))
        {
            Problem(second.Location, $"'types' names {second.Column} twice", "names have no case");
        }

        if (keys.IsEmpty)
        {
            Problem(mapping.TargetLocation, "the target has no key", "name the columns that make a row unique under 'partition key' and 'clustering key'");
        }

        if (problems.Count > 0)
        {
            throw new HarunireException(problems);
        }

        ordinals.AddRange(Enumerable.Range(0, columns.Length).Except(ordinals));
        var target = new ResultTable
        {
            Name = mapping.Table,
            Columns = [.. ordinals.Select(o => new ColumnDefinition(columns[o].Name.ToLowerInvariant(), columns[o].Type, columns[o].Nullable))],
            PartitionKeyCount = mapping.PartitionKey.Length,
            ClusteringDescending = [.. mapping.ClusteringKey.Select(k => k.Descending)],
            ChosenTypes = mapping.Types.ToImmutableSortedDictionary(t => t.Column.ToLowerInvariant(), t => t.Type, StringComparer.Ordinal),
        };
        return (target, [.. ordinals]);
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 128 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Fingerprint(PlanNode root, ResultTable target, ImmutableArray<int> ordinals, ImmutableArray<TableSchema> tables)
    {
        var text = new StringBuilder("harunire plan 1\n").Append(PlanText.Canonical(root)).Append('\n');
        text.Append(target.Name).Append(' ').Append(target.PartitionKeyCount).Append(' ').AppendJoin(',', target.ClusteringDescending).Append(' ').AppendJoin(',', ordinals).Append('\n');
        foreach (var column in target.Columns)
        {
            text.Append(column.Name).Append(' ').Append(column.Type).Append('\n');
        }

        foreach (var table in tables)
        {
            text.Append(table.Name).Append(' ').AppendJoin(',', table.Columns.Select(c => $"{c.Name} {c.Type}")).Append(' ').AppendJoin(',', table.Key).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
