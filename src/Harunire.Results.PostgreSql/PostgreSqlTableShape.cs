using System.Globalization;
using Harunire.Model.Results;

namespace Harunire.Results.PostgreSql;

/// <summary>A result table's statements.</summary>
/// <remarks>The primary key is the key's encoding: in it NULL equals NULL, and its bytes sort as Oracle sorts the key. An index on the mapping's key columns is there for those who read.</remarks>
internal sealed class PostgreSqlTableShape(string schema, ResultTable table)
{
    public const string KeyColumn = "harunire_key";
    public const string VersionColumn = "harunire_version";

    private const string Mark = "made by Harunire";

    public string Name { get; } = NameOf(schema, table.Name);

    public static string Bookkeeping(string schema) => NameOf(schema, "harunire_results");

    public static string NameOf(string schema, string table) => $"{Quote(schema)}.{Quote(table)}";

    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string CreateSchema(string schema) => $"CREATE SCHEMA IF NOT EXISTS {Quote(schema)}";

    public static string CreateBookkeeping(string schema) =>
        $"CREATE TABLE IF NOT EXISTS {Bookkeeping(schema)} (name text PRIMARY KEY, shape text NOT NULL, version bigint NOT NULL, cut_id text, scn bigint NOT NULL, read_microseconds bigint NOT NULL, quarantined bigint NOT NULL DEFAULT 0)";

    /// <summary>Table, index, comment, and the row of the bookkeeping: a table of that name which was dropped by hand begins anew.</summary>
    public IEnumerable<string> Create()
    {
        yield return $"CREATE TABLE {Name} ({string.Join(", ", table.Columns.Select(c => $"{Quote(c.Name)} {PostgreSqlCell.TypeOf(c.Type)}"))}, {KeyColumn} bytea PRIMARY KEY, {VersionColumn} bigint NOT NULL)";
        yield return $"CREATE INDEX ON {Name} ({string.Join(", ", table.Columns.Take(table.KeyCount).Select((c, i) => Quote(c.Name) + (table.IsDescending(i) ? " DESC" : "")))})";
        yield return $"COMMENT ON TABLE {Name} IS {Text(Mark)}";
        yield return $"INSERT INTO {Bookkeeping(schema)} (name, shape, version, cut_id, scn, read_microseconds) VALUES ({Text(table.Name)}, {Text(ShapeText.Of(table))}, 0, NULL, 0, 0) "
            + "ON CONFLICT (name) DO UPDATE SET shape = excluded.shape, version = 0, cut_id = NULL, scn = 0, read_microseconds = 0, quarantined = 0";
    }

    /// <summary>Parameters: an array of texts for each column, an array of keys, the version.</summary>
    public string Upsert()
    {
        var columns = table.Columns.Select(c => Quote(c.Name)).ToList();
        var places = Enumerable.Range(0, columns.Count).ToList();
        var values = places.Select(i => $"u.c{i}::{PostgreSqlCell.TypeOf(table.Columns[i].Type)}");
        var set = columns.Append(VersionColumn).Select(c => $"{c} = excluded.{c}");
        return $"INSERT INTO {Name} ({string.Join(", ", columns)}, {KeyColumn}, {VersionColumn}) SELECT {string.Join(", ", values)}, u.k, {Parameter(columns.Count + 1)} "
            + $"FROM unnest({string.Join(", ", places.Select(i => $"{Parameter(i)}::text[]"))}, {Parameter(columns.Count)}::bytea[]) AS u({string.Join(", ", places.Select(i => $"c{i}"))}, k) "
            + $"ON CONFLICT ({KeyColumn}) DO UPDATE SET {string.Join(", ", set)}";
    }

    /// <summary>Parameter: an array of keys.</summary>
    public string Delete() => $"DELETE FROM {Name} USING unnest({Parameter(0)}::bytea[]) AS u(k) WHERE {KeyColumn} = u.k";

    public string Select(bool byKey) =>
        $"SELECT {string.Join(", ", table.Columns.Select(c => $"{Quote(c.Name)}::text"))} FROM {Name} " + (byKey ? $"WHERE {KeyColumn} = {Parameter(0)}" : $"ORDER BY {KeyColumn}");

    private static string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"${index + 1}");

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
