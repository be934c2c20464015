using Harunire.Model.Rows;
using Harunire.Sql.Binding;

namespace Harunire.Cli.Composition;

/// <summary>The migration's source tables, as the queries may name them.</summary>
internal sealed class SchemaCatalog(IReadOnlyList<TableSchema> tables) : ITableCatalog
{
    public IEnumerable<string> Names => tables.Select(t => t.Name.Table);

    public TableSchema? TryFind(string? schema, string table) =>
        tables.FirstOrDefault(t => string.Equals(t.Name.Table, table, StringComparison.OrdinalIgnoreCase)
            && (schema is null || t.Name.Schema is null || string.Equals(t.Name.Schema, schema, StringComparison.OrdinalIgnoreCase)));
}
