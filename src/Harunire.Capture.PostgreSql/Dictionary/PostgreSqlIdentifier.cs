namespace Harunire.Capture.PostgreSql.Dictionary;

/// <summary>Names in statements.</summary>
internal static class PostgreSqlIdentifier
{
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
