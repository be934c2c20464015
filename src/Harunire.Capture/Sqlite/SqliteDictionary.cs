using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Harunire.Model.Errors;
using Harunire.Model.Rows;

namespace Harunire.Capture.Sqlite;

/// <summary>Tables, columns, keys and unique constraints, from SQLite's pragmas.</summary>
internal static class SqliteDictionary
{
    public static TableSchema Describe(DbConnection connection, TableRequest request, string source)
    {
        var table = connection.QuerySingleOrDefault<string>(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = @name COLLATE NOCASE AND sql NOT LIKE 'CREATE VIRTUAL%'",
            new { name = request.Name }) ?? throw UnknownTable(connection, request, source);
        var declared = connection.Query<DeclaredColumn>(
            "SELECT name AS Name, type AS Type, \"notnull\" AS IsNotNull, pk AS KeyPosition FROM pragma_table_xinfo(@table) WHERE hidden <> 1 ORDER BY cid",
            new { table }).ToList();
        var key = KeyOf(request, table, declared);
        var columns = declared.Select((column, ordinal) => new ColumnDefinition(
            column.Name,
            SqliteTypeNames.Parse(column.Type) ?? throw new HarunireException(
                CaptureErrors.UnsupportedType,
                $"column {column.Name} has the declared type '{column.Type}'",
                table,
                "docs/sqlite-source.md lists the types that can be read"),
            column.IsNotNull == 0 && !key.Contains(ordinal)));
        return new TableSchema { Name = new TableName(null, table), Columns = [.. columns], Key = key };
    }

    /// <summary>By which comparisons REPLACE may remove another row <c>o</c>: the primary key's and each unique index's, with its collations.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> UniqueKeys(DbConnection connection, string table)
    {
        var indexes = connection.Query<UniqueIndex>(
            "SELECT name AS Name, partial AS Partial, origin AS Origin FROM pragma_index_list(@table) WHERE \"unique\" = 1 ORDER BY name", new { table }).ToList();
        var keys = new List<IReadOnlyList<string>>();
        if (indexes.TrueForAll(index => index.Origin != "pk")
            && connection.QuerySingleOrDefault<string>("SELECT name FROM pragma_table_xinfo(@table) WHERE pk > 0", new { table }) is { } rowid)
        {
            keys.Add([Collision(rowid, "BINARY")]);
        }

        foreach (var index in indexes)
        {
            var columns = connection.Query<IndexColumn>("SELECT name AS Name, coll AS Collation FROM pragma_index_xinfo(@name) WHERE key = 1 ORDER BY seqno", new { name = index.Name }).ToList();
            if (index.Partial != 0 || columns.Exists(column => column.Name is null))
            {
                throw new HarunireException(CaptureErrors.UnsupportedIndex, $"the unique index {index.Name} has a condition or an expression", table);
            }

            keys.Add([.. columns.Select(column => Collision(column.Name!, column.Collation))]);
        }

        return keys;
    }

    /// <summary>The column that stands for the rowid, which a BEFORE INSERT trigger sees as -1 when SQLite chooses it; -1: there is none.</summary>
    public static int RowIdColumn(DbConnection connection, TableSchema table)
    {
        var key = connection.Query<string>("SELECT name FROM pragma_table_xinfo(@table) WHERE pk > 0", new { table = table.Name.Table }).ToList();
        var ownIndex = connection.ExecuteScalar<long>("SELECT count(*) FROM pragma_index_list(@table) WHERE origin = 'pk'", new { table = table.Name.Table });
        return key.Count == 1 && ownIndex == 0 ? table.IndexOf(key[0]) : -1;
    }

    private static string Collision(string column, string collation) =>
        $"o.{SqliteIdentifier.Quote(column)} = NEW.{SqliteIdentifier.Quote(column)} COLLATE {SqliteIdentifier.Quote(collation)}";

    private static ImmutableArray<int> KeyOf(TableRequest request, string table, List<DeclaredColumn> declared)
    {
        if (!request.Key.IsDefaultOrEmpty)
        {
            return [.. request.Key.Select(name => declared.FindIndex(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)) is var i and >= 0
                ? i
                : throw new HarunireException(CaptureErrors.NoKey, $"the migration names the key column {name}, which the table does not have", table))];
        }

        ImmutableArray<int> key = [.. declared.Select((column, ordinal) => (column.KeyPosition, ordinal)).Where(c => c.KeyPosition > 0).OrderBy(c => c.KeyPosition).Select(c => c.ordinal)];
        return key.Length > 0
            ? key
            : throw new HarunireException(CaptureErrors.NoKey, "it has no primary key", table, $"declare one, or write '{table}: {{ key: [COLUMN] }}' in the migration");
    }

    private static HarunireException UnknownTable(DbConnection connection, TableRequest request, string source)
    {
        var known = connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'harunire\\_%' ESCAPE '\\' ORDER BY name").ToList();
        var hint = known.Count == 0 ? "the database has no tables: is it the right file?" : $"it has: {string.Join(", ", known.Take(20))}{(known.Count > 20 ? ", ..." : "")}";
        return new HarunireException(CaptureErrors.UnknownTable, $"{source} has no table {request.Name}", request.Name, hint);
    }

    private sealed record UniqueIndex
    {
        public string Name { get; init; } = "";

        public long Partial { get; init; }

        public string Origin { get; init; } = "";
    }

    private sealed record IndexColumn
    {
        public string? Name { get; init; }

        public string Collation { get; init; } = "BINARY";
    }

    private sealed record DeclaredColumn
    {
        public string Name { get; init; } = "";

        public string Type { get; init; } = "";

        public long IsNotNull { get; init; }

        public long KeyPosition { get; init; }
    }
}
