using System.Globalization;
using Harunire.Model.Results;

namespace Harunire.Results.Sqlite;

/// <summary>A result table's statements.</summary>
/// <remarks>Columns have no declared type: SQLite's NUMERIC affinity would turn exact decimals into doubles (https://sqlite.org/datatype3.html, section 3).</remarks>
internal static class SqliteTableShape
{
    public const string Bookkeeping = "harunire_results";
    public const string KeyColumn = "harunire_key";
    public const string VersionColumn = "harunire_version";

    public const string CreateBookkeeping =
        $"CREATE TABLE IF NOT EXISTS {Bookkeeping} (name TEXT PRIMARY KEY, shape TEXT NOT NULL, version INTEGER NOT NULL, cut_id TEXT, scn INTEGER NOT NULL, read_microseconds INTEGER NOT NULL, quarantined INTEGER NOT NULL DEFAULT 0)";

    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string CreateTable(ResultTable table) =>
        $"CREATE TABLE {Quote(table.Name)} ({string.Join(", ", table.Columns.Select(c => Quote(c.Name)))}, {KeyColumn} BLOB NOT NULL PRIMARY KEY, {VersionColumn} INTEGER NOT NULL) WITHOUT ROWID";

    /// <summary>Enters a table that was just made; one of that name which was dropped by hand begins anew.</summary>
    public static string Register(ResultTable table) =>
        $"INSERT INTO {Bookkeeping} (name, shape, version, cut_id, scn, read_microseconds) VALUES ({Text(table.Name)}, {Text(ShapeText.Of(table))}, 0, NULL, 0, 0) "
        + "ON CONFLICT (name) DO UPDATE SET shape = excluded.shape, version = 0, cut_id = NULL, scn = 0, read_microseconds = 0, quarantined = 0";

    public static string Upsert(ResultTable table)
    {
        var columns = table.Columns.Select(c => Quote(c.Name)).ToList();
        var set = columns.Skip(table.KeyCount).Append(VersionColumn).Select(c => $"{c} = excluded.{c}");
        var parameters = Enumerable.Range(0, columns.Count + 2).Select(Parameter);
        return $"INSERT INTO {Quote(table.Name)} ({string.Join(", ", columns)}, {KeyColumn}, {VersionColumn}) VALUES ({string.Join(", ", parameters)}) " +
            $"ON CONFLICT ({KeyColumn}) DO UPDATE SET {string.Join(", ", set)} WHERE excluded.{VersionColumn} > {Quote(table.Name)}.{VersionColumn}";
    }

    public static string Delete(ResultTable table) =>
        $"DELETE FROM {Quote(table.Name)} WHERE {KeyColumn} = {Parameter(0)} AND {VersionColumn} < {Parameter(1)}";

    public static string Select(ResultTable table, bool byKey) =>
        $"SELECT {string.Join(", ", table.Columns.Select(c => Quote(c.Name)))} FROM {Quote(table.Name)} " +
        (byKey ? $"WHERE {KeyColumn} = {Parameter(0)}" : $"ORDER BY {KeyColumn}");

    public static string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
