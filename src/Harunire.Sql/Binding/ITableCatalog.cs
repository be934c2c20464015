using Harunire.Model.Rows;

namespace Harunire.Sql.Binding;

/// <summary>The tables that a query may name.</summary>
public interface ITableCatalog
{
    /// <summary>Names without case.</summary>
    /// <param name="schema">Null: not written.</param>
    TableSchema? TryFind(string? schema, string table);

    /// <summary>For hints.</summary>
    IEnumerable<string> Names { get; }
}
