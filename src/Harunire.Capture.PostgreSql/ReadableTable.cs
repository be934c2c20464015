using System.Collections.Immutable;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Model.Rows;

namespace Harunire.Capture.PostgreSql;

/// <summary>A table or view that can be read, whatever its key.</summary>
public sealed class ReadableTable
{
    internal ReadableTable(TableSchema schema, ImmutableArray<PostgreSqlColumn> columns) => (Schema, Columns) = (schema, columns);

    /// <summary>Without a key.</summary>
    public TableSchema Schema { get; }

    internal ImmutableArray<PostgreSqlColumn> Columns { get; }

    internal string Quoted => $"{PostgreSqlIdentifier.Quote(Schema.Name.Schema!)}.{PostgreSqlIdentifier.Quote(Schema.Name.Table)}";
}
