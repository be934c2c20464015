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

    /// <summary>Sets of columns that REPLACE may use to remove other rows: the primary key and each unique index without a condition or expression.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> UniqueKeys(DbConnection connection, string table)
    {
        var primary = connection.Query<string>("SELECT name FROM pragma_table_xinfo(@table) WHERE pk > 0 ORDER BY pk", new { table }).ToList();
        var indexes = connection.Query<(string Name, long Partial)>(
            "SELECT name, partial FROM pragma_index_list(@table) WHERE \"unique\" = 1 AND origin <> 'pk'", new { table });
        var keys = new List<IReadOnlyList<string>>();
        if (primary.Count > 0)
        {
            keys.Add(primary);
        }

        foreach (var index in indexes)
        {
            var columns = connection.Query<string?>("SELECT name FROM pragma_index_info(@name) ORDER BY seqno", new { name = index.Name }).ToList();
            if (columns.All(column => column is not null))
            {
                keys.Add([.. columns!]);
            }
        }

        return keys;
    }

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

    private sealed record DeclaredColumn
    {
        public string Name { get; init; } = "";

        public string Type { get; init; } = "";

        public long IsNotNull { get; init; }

        public long KeyPosition { get; init; }
    }
}
