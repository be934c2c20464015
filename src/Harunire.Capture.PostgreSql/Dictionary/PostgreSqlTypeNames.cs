using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Types;

namespace Harunire.Capture.PostgreSql.Dictionary;

/// <summary>PostgreSQL's types, read as Oracle's. The table stands in docs/postgresql-source.md.</summary>
internal static partial class PostgreSqlTypeNames
{
    /// <summary>Null where the type has no equivalent.</summary>
    /// <param name="formatted">As <c>format_type</c> writes it.</param>
    public static OracleType? Parse(string formatted)
    {
        var match = Formatted().Match(formatted);
        if (!match.Success)
        {
            return null;
        }

        var first = Argument(match, "first");
        return (match.Groups["name"].Value, match.Groups["zone"].Value) switch
        {
            ("numeric", "") => first is null ? OracleType.Number : Number(first.Value, Argument(match, "second") ?? 0),
            ("smallint", "") => new NumberType(5, 0),
            ("integer", "") => new NumberType(10, 0),
            ("bigint", "") => new NumberType(19, 0),
            ("boolean", "") => new NumberType(1, 0),
            ("real", "") => new BinaryFloatType(),
            ("double precision", "") => new BinaryDoubleType(),
            ("character varying", "") => new TextType(first),
            ("text" or "name", "") => new TextType(),
            ("uuid", "") => new TextType(36),
            ("character", "") => new CharType(first ?? 1),
            ("json" or "jsonb" or "xml", "") => new ClobType(),
            ("bytea", "") => new BlobType(),
            ("date", "") => OracleType.Date,
            ("timestamp", " without time zone") => first == 0 ? OracleType.Date : new TimestampType(first ?? 6),
            ("timestamp", " with time zone") => new TimestampTzType(first ?? 6),
            _ => null,
        };
    }

    private static NumberType? Number(int precision, int scale) =>
        precision is >= 1 and <= 38 && scale is >= -84 and <= 127 ? new NumberType(precision, scale) : null;

    private static int? Argument(Match match, string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(
        @"^(?<name>[a-z][a-z0-9]*( varying| precision)?)(\((?<first>\d{1,9})(,(?<second>-?\d{1,9}))?\))?(?<zone> with(out)? time zone)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Formatted();
}
