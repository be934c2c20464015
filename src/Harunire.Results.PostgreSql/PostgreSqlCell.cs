using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Results.PostgreSql;

/// <summary>The one rule for Oracle's values in PostgreSQL's columns: the column's type, and values as PostgreSQL's text form of it.</summary>
/// <remarks>
/// Text, because no client type holds what <c>numeric</c> and Oracle's NUMBER hold. The session's DateStyle is ISO, its time zone UTC.
/// Nothing is rounded: what a column can't hold is HAR6008. Forms: https://www.postgresql.org/docs/15/datatype.html.
/// </remarks>
internal static class PostgreSqlCell
{
    private const string BeforeChrist = " BC";
    private const int NanosecondsOfMicrosecond = 1000;

    /// <summary>NUMBER has no precision here: <c>numeric</c> is exact without one, and a precision would round.</summary>
    public static string TypeOf(OracleType type) => type switch
    {
        NumberType => "numeric",
        TextType or CharType or ClobType => "text",
        DateType => "timestamp(0)",
        TimestampType => "timestamp",
        TimestampTzType or TimestampLtzType => "timestamptz",
        RawType or BlobType => "bytea",
        BinaryFloatType => "real",
        BinaryDoubleType => "double precision",
        _ => "text",
    };

    /// <summary>Null for NULL. HAR6008 for what the column can't hold.</summary>
    public static string? Write(Datum value, OracleType type) => value.Kind switch
    {
        DatumKind.Null => null,
        DatumKind.Number => value.AsNumber.ToPlainString(),
        DatumKind.Text => value.AsText.Contains('\0', StringComparison.Ordinal) ? throw DoesNotFit(value, "PostgreSQL's text has no character 0") : value.AsText,
        DatumKind.Date => Era(value.AsDate.ToString()),
        DatumKind.Timestamp => Era(Whole(value, value.AsTimestamp.Nanoseconds).AsTimestamp.ToString(6)),
        DatumKind.TimestampTz => Era(Whole(value, value.AsTimestampTz.Utc.Nanoseconds).AsTimestampTz.Utc.ToString(6)) is var utc && utc.EndsWith(BeforeChrist, StringComparison.Ordinal)
            ? $"{utc[..^BeforeChrist.Length]}+00{BeforeChrist}"
            : $"{utc}+00",
        DatumKind.Raw => $"\\x{Convert.ToHexStringLower(value.AsRaw)}",
        DatumKind.BinaryFloat => value.AsBinaryFloat.ToString("R", CultureInfo.InvariantCulture),
        DatumKind.BinaryDouble => value.AsBinaryDouble.ToString("R", CultureInfo.InvariantCulture),
        _ => (string)StoredValue.Write(value, type)!,
    };

    /// <summary>HAR1931 for what is no value of the type.</summary>
    public static Datum Read(string? text, OracleType type) => (type, text) switch
    {
        (_, null) => Datum.Null,
        (TextType or CharType or ClobType, _) => Datum.FromText(text),
        (DateType or TimestampType, _) => StoredValue.Read(Oracles(text), type),
        (TimestampTzType or TimestampLtzType, _) => StoredValue.Read(Zoned(text), type),
        (RawType or BlobType, _) when text.StartsWith("\\x", StringComparison.Ordinal) => Datum.FromRaw(Convert.FromHexString(text.AsSpan(2))),
        (BinaryFloatType, _) => Datum.FromBinaryFloat(float.Parse(text, CultureInfo.InvariantCulture)),
        (BinaryDoubleType, _) => Datum.FromBinaryDouble(double.Parse(text, CultureInfo.InvariantCulture)),
        _ => StoredValue.Read(text, type),
    };

    private static Datum Whole(Datum value, int nanoseconds) => nanoseconds % NanosecondsOfMicrosecond == 0
        ? value
        : throw DoesNotFit(value, "PostgreSQL's times have microseconds");

    // Oracle writes -0044, PostgreSQL 0044 ... BC; both have no year 0.
    private static string Era(string text) => text.StartsWith('-') ? text[1..] + BeforeChrist : text;

    private static string Oracles(string text) => text.EndsWith(BeforeChrist, StringComparison.Ordinal) ? $"-{text[..^BeforeChrist.Length]}" : text;

    // The session is at UTC: PostgreSQL writes +00.
    private static string Zoned(string text) => Oracles(text).Replace("+00", "+00:00", StringComparison.Ordinal);

    private static HarunireException DoesNotFit(Datum value, string reason) => new(ResultErrors.ValueDoesNotFit, $"{value}: {reason}");
}
