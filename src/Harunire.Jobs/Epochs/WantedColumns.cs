using System.Collections.Frozen;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;

namespace Harunire.Jobs.Epochs;

/// <summary>Which columns of the tables some plans read: the others are skipped in the topics, and NULL in the deltas.</summary>
public sealed class WantedColumns
{
    private readonly FrozenDictionary<TableName, FrozenSet<string>> _columns;

    private WantedColumns(IEnumerable<(TableName Table, ColumnDefinition Column)> reads) =>
        _columns = reads.GroupBy(read => read.Table).ToFrozenDictionary(g => g.Key, g => g.Select(read => read.Column.Name).ToFrozenSet(StringComparer.Ordinal));

    public static WantedColumns Of(IEnumerable<MappingPlan> plans) => new(plans.SelectMany(plan => plan.Reads));

    /// <summary>By name; none for a table of which no column is read.</summary>
    public IReadOnlySet<string> Of(TableName table) => _columns.GetValueOrDefault(table, FrozenSet<string>.Empty);

    /// <summary>True where these read nothing else.</summary>
    public bool Include(WantedColumns others) => others._columns.All(table => Of(table.Key).IsSupersetOf(table.Value));
}
