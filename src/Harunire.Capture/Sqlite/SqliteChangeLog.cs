using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Harunire.Model.Rows;

namespace Harunire.Capture.Sqlite;

/// <summary>
/// The change log that triggers fill: one ledger with the sequence over all tables, and for each table a log of row images
/// without declared types, so that every value keeps its storage class.
/// </summary>
/// <remarks>
/// REPLACE removes rows without firing delete triggers (https://sqlite.org/lang_conflict.html). So a trigger before the
/// statement logs each row that the new one collides with as 'q' ("questioned"), with the new image beside it;
/// <see cref="SqliteChangeReader"/> turns it into a delete or an update when the statement did replace.
/// </remarks>
internal static class SqliteChangeLog
{
    public const string Ledger = "harunire_changes";
    public const string Tables = "harunire_tables";
    public const string Shapes = "harunire_shapes";

    public static IReadOnlyList<string> LedgerStatements { get; } =
    [
        $"CREATE TABLE IF NOT EXISTS {Ledger} (seq INTEGER PRIMARY KEY AUTOINCREMENT, table_id INTEGER NOT NULL, at INTEGER NOT NULL)",
        $"CREATE TABLE IF NOT EXISTS {Tables} (table_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, fingerprint TEXT NOT NULL, since INTEGER NOT NULL)",
        $"CREATE TABLE IF NOT EXISTS {Shapes} (table_id INTEGER NOT NULL, since INTEGER NOT NULL, columns INTEGER NOT NULL, PRIMARY KEY (table_id, since)) WITHOUT ROWID",
        SqliteRetention.ReadersStatement,
    ];

    /// <summary>The log's present end, as SQL.</summary>
    public const string End = $"coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{Ledger}'), 0)";

    public static string LogTable(long tableId) => string.Create(CultureInfo.InvariantCulture, $"harunire_log_{tableId}");

    /// <summary>What the triggers were made for: when it moves, they no longer fit.</summary>
    public static string Fingerprint(TableSchema table, IReadOnlyList<IReadOnlyList<string>> uniqueKeys)
    {
        var text = new StringBuilder("3\n");
        foreach (var column in table.Columns)
        {
            text.Append(column.Name).Append('\t').Append(column.Type).Append('\n');
        }

        text.AppendJoin(',', table.Key).Append('\n');
        foreach (var key in uniqueKeys)
        {
            text.AppendJoin(',', key).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static IReadOnlyList<string> TriggerNames(long tableId) =>
        [.. new[] { "bi", "ai", "bu", "au", "ad" }.Select(kind => string.Create(CultureInfo.InvariantCulture, $"harunire_{tableId}_{kind}"))];

    /// <summary>A new, empty log for a table.</summary>
    public static IReadOnlyList<string> NewTable(TableSchema table, long tableId, IReadOnlyList<IReadOnlyList<string>> uniqueKeys) =>
    [
        $"DROP TABLE IF EXISTS {LogTable(tableId)}",
        $"CREATE TABLE {LogTable(tableId)} (seq INTEGER PRIMARY KEY, op TEXT NOT NULL, {string.Join(", ", Images("b", table.Columns.Length))}, {string.Join(", ", Images("a", table.Columns.Length))})",
        .. Triggers(table, tableId, uniqueKeys),
        $"DELETE FROM {Shapes} WHERE table_id = {tableId}",
        $"INSERT INTO {Tables} VALUES ({tableId}, {SqliteIdentifier.Text(table.Name.Table)}, '{Fingerprint(table, uniqueKeys)}', {End}) "
            + "ON CONFLICT (table_id) DO UPDATE SET fingerprint = excluded.fingerprint, since = excluded.since",
        Shape(table, tableId),
    ];

    /// <summary>Columns were added at the table's end: entries from here on hold them, those before are kept as they are.</summary>
    public static IReadOnlyList<string> MoreColumns(TableSchema table, int logged, long tableId, IReadOnlyList<IReadOnlyList<string>> uniqueKeys) =>
    [
        .. Images("b", table.Columns.Length).Skip(logged).Concat(Images("a", table.Columns.Length).Skip(logged)).Select(image => $"ALTER TABLE {LogTable(tableId)} ADD COLUMN {image}"),
        .. Triggers(table, tableId, uniqueKeys),
        $"UPDATE {Tables} SET fingerprint = '{Fingerprint(table, uniqueKeys)}' WHERE table_id = {tableId}",
        Shape(table, tableId),
    ];

    private static string Shape(TableSchema table, long tableId) =>
        $"INSERT OR REPLACE INTO {Shapes} VALUES ({tableId}, {End}, {table.Columns.Length})";

    private static List<string> Triggers(TableSchema table, long tableId, IReadOnlyList<IReadOnlyList<string>> uniqueKeys)
    {
        var columns = table.Columns.Select(c => SqliteIdentifier.Quote(c.Name)).ToList();
        var names = TriggerNames(tableId);
        var target = SqliteIdentifier.Quote(table.Name.Table);
        var statements = names.Select(name => $"DROP TRIGGER IF EXISTS {name}").ToList();
        if (uniqueKeys.Count > 0)
        {
            var anyKey = string.Join(" OR ", uniqueKeys.Select(key => $"({string.Join(" AND ", key)})"));
            var notItself = string.Join(" AND ", table.Key.Select(k => $"o.{columns[k]} IS OLD.{columns[k]}"));
            statements.Add($"CREATE TRIGGER {names[0]} BEFORE INSERT ON {target} WHEN EXISTS (SELECT 1 FROM {target} o WHERE {anyKey}) BEGIN {Questioned(table, tableId, columns, target, anyKey)} END");
            statements.Add($"CREATE TRIGGER {names[2]} BEFORE UPDATE ON {target} WHEN EXISTS (SELECT 1 FROM {target} o WHERE ({anyKey}) AND NOT ({notItself})) BEGIN {Questioned(table, tableId, columns, target, $"({anyKey}) AND NOT ({notItself})")} END");
        }

        statements.Add($"CREATE TRIGGER {names[1]} AFTER INSERT ON {target} BEGIN {Entry(tableId)} {Image(tableId, columns.Count, "c", columns.Select(_ => "NULL"), columns.Select(c => "NEW." + c))} END");
        statements.Add($"CREATE TRIGGER {names[3]} AFTER UPDATE ON {target} BEGIN {Entry(tableId)} {Image(tableId, columns.Count, "u", columns.Select(c => "OLD." + c), columns.Select(c => "NEW." + c))} END");
        statements.Add($"CREATE TRIGGER {names[4]} AFTER DELETE ON {target} BEGIN {Entry(tableId)} {Image(tableId, columns.Count, "d", columns.Select(c => "OLD." + c), columns.Select(_ => "NULL"))} END");
        return statements;
    }

    public static IEnumerable<string> Images(string prefix, int count) =>
        Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}"));

    // One entry per questioned row: the ledger gets as many numbers, and the images are numbered backwards from the last.
    private static string Questioned(TableSchema table, long tableId, List<string> columns, string target, string condition) =>
        $"INSERT INTO {Ledger} (table_id, at) SELECT {tableId}, {Now} FROM {target} o WHERE {condition}; " +
        $"INSERT INTO {Target(tableId, columns.Count)} SELECT (SELECT max(seq) FROM {Ledger}) + 1 - row_number() OVER (ORDER BY {string.Join(", ", table.Key.Select(k => "o." + columns[k]))}), 'q', " +
        $"{string.Join(", ", columns.Select(c => "o." + c))}, {string.Join(", ", columns.Select(c => "NEW." + c))} FROM {target} o WHERE {condition};";

    private static string Entry(long tableId) =>
        $"INSERT INTO {Ledger} (table_id, at) VALUES ({tableId}, {Now});";

    private static string Target(long tableId, int columns) =>
        $"{LogTable(tableId)} (seq, op, {string.Join(", ", Images("b", columns))}, {string.Join(", ", Images("a", columns))})";

    private static string Image(long tableId, int columns, string operation, IEnumerable<string> before, IEnumerable<string> after) =>
        $"INSERT INTO {Target(tableId, columns)} VALUES ((SELECT max(seq) FROM {Ledger}), '{operation}', {string.Join(", ", before)}, {string.Join(", ", after)});";

    // The application's own SQLite runs the triggers, and it may be old: unixepoch('subsec') came with 3.42 and is NULL before. Julian day 2440587.5 is 1970-01-01.
    private const string Now = "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000";
}
