namespace Harunire.Capture.Sqlite;

/// <summary>The one place that quotes identifiers for SQLite.</summary>
internal static class SqliteIdentifier
{
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
