using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Types;

namespace Harunire.Capture.Sqlite;

/// <summary>Declared column types of SQLite, read as Oracle's types. The table stands in docs/sqlite-source.md.</summary>
internal static partial class SqliteTypeNames
{
    /// <summary>Null where the declaration has no equivalent.</summary>
    public static OracleType? Parse(string declaration)
    {
        var match = Declaration().Match(declaration.Trim());
        if (!match.Success)
        {
            return null;
        }

        var name = Blanks().Replace(match.Groups["name"].Value, " ").ToUpperInvariant();
        var tail = Blanks().Replace(match.Groups["tail"].Value, " ").Trim().ToUpperInvariant();
        var first = Argument(match, "first");
        var second = Argument(match, "second");
        return (name, tail) switch
        {
            ("NUMBER" or "NUMERIC" or "DECIMAL" or "DEC", "") => first is null ? OracleType.Number : Number(first.Value, second ?? 0),
            ("INTEGER" or "INT" or "BIGINT" or "SMALLINT" or "TINYINT" or "MEDIUMINT" or "INT8" or "INT4" or "INT2", "") => new NumberType(19, 0),
            ("REAL" or "DOUBLE" or "DOUBLE PRECISION" or "FLOAT", "") => OracleType.Number,
            ("VARCHAR2" or "NVARCHAR2" or "VARCHAR" or "NVARCHAR" or "CHARACTER VARYING", "") => new TextType(first),
            ("TEXT", "") => new TextType(),
            ("CHAR" or "NCHAR" or "CHARACTER", "") => new CharType(first ?? 1),
            ("CLOB" or "NCLOB", "") => new ClobType(),
            ("RAW", "") => new RawType(first),
            ("BLOB", "") => new BlobType(),
            ("DATE" or "DATETIME", "") => OracleType.Date,
            ("TIMESTAMP", "") => new TimestampType(first ?? 6),
            ("TIMESTAMP", "WITH TIME ZONE") or ("TIMESTAMP WITH TIME ZONE", "") => new TimestampTzType(first ?? 6),
            _ => null,
        };
    }

    private static NumberType? Number(int precision, int scale) =>
        precision is >= 1 and <= 38 && scale is >= -84 and <= 127 ? new NumberType(precision, scale) : null;

    private static int? Argument(Match match, string group) =>
        match.Groups[group].Success && int.TryParse(match.Groups[group].Value, CultureInfo.InvariantCulture, out var value) ? value : null;

    [GeneratedRegex(
        @"^(?<name>[A-Za-z_][A-Za-z_0-9 ]*?)\s*(\(\s*(?<first>\d{1,9})(\s+(CHAR|BYTE))?\s*(,\s*(?<second>-?\d{1,9})\s*)?\))?\s*(?<tail>WITH\s+TIME\s+ZONE)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Blanks();
}
