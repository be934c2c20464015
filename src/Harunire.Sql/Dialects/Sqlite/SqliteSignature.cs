using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Types;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Dialects.Sqlite;

/// <summary>A function of the catalogue with its types, as text that travels in the query: <c>Substr|VARCHAR2;NUMBER|VARCHAR2</c>.</summary>
internal sealed partial record SqliteSignature(ScalarFunction Function, ImmutableArray<OracleType> Arguments, OracleType Result)
{
    public static string Of(BoundCall call) => $"{call.Function}|{string.Join(";", call.Arguments.Select(a => a.Type))}|{call.Type}";

    public static SqliteSignature Parse(string text) => text.Split('|') is [var name, var arguments, var result] && Enum.TryParse<ScalarFunction>(name, out var function)
        ? new SqliteSignature(function, arguments.Length == 0 ? [] : [.. arguments.Split(';').Select(ParseType)], ParseType(result))
        : throw new FormatException($"no function signature: {text}");

    /// <summary>The inverse of <see cref="OracleType"/>'s text.</summary>
    public static OracleType ParseType(string text)
    {
        var match = TypeForm().Match(text);
        var first = Argument(match, "first");
        var second = Argument(match, "second");
        return (match.Groups["name"].Value, match.Groups["tail"].Value) switch
        {
            ("NUMBER", "") => new NumberType(first, first is null ? second : second ?? 0),
            ("VARCHAR2", "") => new TextType(first),
            ("CHAR", "") => new CharType(first ?? 1),
            ("CLOB", "") => new ClobType(),
            ("RAW", "") => new RawType(first),
            ("BLOB", "") => new BlobType(),
            ("DATE", "") => OracleType.Date,
            ("TIMESTAMP", "") => new TimestampType(first ?? 6),
            ("TIMESTAMP", " WITH TIME ZONE") => new TimestampTzType(first ?? 6),
            ("TIMESTAMP", " WITH LOCAL TIME ZONE") => new TimestampLtzType(first ?? 6),
            ("INTERVAL YEAR", " TO MONTH") => new IntervalYearToMonthType(first ?? 2),
            ("INTERVAL DAY", _) when match.Groups["tail"].Value.StartsWith(" TO SECOND", StringComparison.Ordinal) => new IntervalDayToSecondType(first ?? 2, 9),
            ("BINARY_FLOAT", "") => new BinaryFloatType(),
            ("BINARY_DOUBLE", "") => new BinaryDoubleType(),
            _ => throw new FormatException($"no type: {text}"),
        };
    }

    private static int? Argument(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(?<name>[A-Z_0-9]+( (YEAR|DAY))?)(\((\*|(?<first>\d+))(,(?<second>-?\d+))?\))?(?<tail> .*)?$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex TypeForm();
}
