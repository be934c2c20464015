using System.Collections.Immutable;
using Harunire.Model.Results;
using Harunire.Model.Rows;

namespace Harunire.Plans.Nodes;

/// <summary>A mapping's query as a plan, and the table that it fills.</summary>
public sealed record MappingPlan
{
    public required string Mapping { get; init; }

    public required PlanNode Root { get; init; }

    public required ResultTable Target { get; init; }

    /// <summary>For each column of the target, the ordinal in the root's columns.</summary>
    public required ImmutableArray<int> TargetOrdinals { get; init; }

    /// <summary>The source tables that the plan scans, each once.</summary>
    public required ImmutableArray<TableSchema> Tables { get; init; }

    /// <summary>The columns of source tables that the plan reads; a table whose rows are only counted has none.</summary>
    public IEnumerable<(TableName Table, ColumnDefinition Column)> Reads => Scans(Root).SelectMany(scan => scan.Ordinals.Select(ordinal => (scan.Table.Name, scan.Table.Columns[ordinal])));

    /// <summary>What a user should know and nothing proves wrong, such as a key whose uniqueness the query does not show.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>SHA-256, in hex, over everything that gives state its meaning: query, types, keys. A checkpoint of another one is refused.</summary>
    public required string Fingerprint { get; init; }

    private static IEnumerable<ScanNode> Scans(PlanNode node) => node is ScanNode scan ? [scan] : node.Inputs.SelectMany(Scans);
}
