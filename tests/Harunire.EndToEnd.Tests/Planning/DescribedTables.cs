using Harunire.Model.Rows;
using Harunire.Sql.Binding;

namespace Harunire.EndToEnd.Tests.Planning;

/// <summary>The tables that a source has described, by name.</summary>
internal sealed class DescribedTables(IReadOnlyList<TableSchema> tables) : ITableCatalog
{
    public IEnumerable<string> Names => tables.Select(t => t.Name.Table);

    public TableSchema? TryFind(string? schema, string table) =>
        tables.FirstOrDefault(t => string.Equals(t.Name.Table, table, StringComparison.OrdinalIgnoreCase));
}
