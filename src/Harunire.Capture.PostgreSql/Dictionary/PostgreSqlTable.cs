using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture.PostgreSql.Dictionary;

/// <summary>A table as PostgreSQL's catalog has it.</summary>
internal sealed record PostgreSqlTable
{
    public required TableSchema Schema { get; init; }

    public required uint Oid { get; init; }

    /// <summary>By the schema's columns.</summary>
    public required ImmutableArray<PostgreSqlColumn> Columns { get; init; }

    /// <summary>Columns that the migration leaves out, as the catalog names them.</summary>
    public required ImmutableHashSet<string> LeftOut { get; init; }

    public required PostgreSqlTableOptions Options { get; init; }

    /// <summary>As the migration writes it.</summary>
    public required string Strategy { get; init; }

    public string Quoted => $"{PostgreSqlIdentifier.Quote(Schema.Name.Schema!)}.{PostgreSqlIdentifier.Quote(Schema.Name.Table)}";

    public IEnumerable<PostgreSqlColumn> KeyColumns => Schema.Key.Select(k => Columns[k]);

    /// <summary>The key of a row, for the order of chunks. HAR3009 where a part of it is ''.</summary>
    public SnapshotKey KeyOf(Datum[] row)
    {
        foreach (var k in Schema.Key)
        {
            if (row[k].IsNull)
            {
                throw new HarunireException(
                    CaptureErrors.NullKey, $"the key column {Schema.Columns[k].Name} is '', which is NULL to Oracle", Schema.Name.ToString(), "give the row a key, or name other key columns in the migration");
            }
        }

        return new SnapshotKey([.. Schema.Key.Select(k => (object)row[k])]);
    }
}
