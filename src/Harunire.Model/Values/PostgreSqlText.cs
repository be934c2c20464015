using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Types;

namespace Harunire.Model.Values;

/// <summary>The one rule for Oracle's values in PostgreSQL's text form: what is read, and what is written.</summary>
/// <remarks>
/// Text, because no client type holds what <c>numeric</c> and Oracle's NUMBER hold. The session's DateStyle is ISO, its time zone UTC, its
/// bytea_output hex. Forms: https://www.postgresql.org/docs/15/datatype.html.
/// </remarks>
public static class PostgreSqlText
{
    private const string BeforeChrist = " BC";
    private const int NanosecondsOfMicrosecond = 1000;

    /// <summary>HAR1931 or <see cref="FormatException"/> for what is no value of the type.</summary>
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

    /// <summary>Null for NULL.</summary>
    /// <param name="doesNotFit">Makes the error for what PostgreSQL can't hold, from the reason.</param>
    public static string? Write(Datum value, OracleType type, Func<string, HarunireException> doesNotFit) => value.Kind switch
    {
        DatumKind.Null => null,
        DatumKind.Number => value.AsNumber.ToPlainString(),
        DatumKind.Text => value.AsText.Contains('\0', StringComparison.Ordinal) ? throw doesNotFit($"{value}: PostgreSQL's text has no character 0") : value.AsText,
        DatumKind.Date => Era(value.AsDate.ToString()),
        DatumKind.Timestamp => Era(Whole(value, value.AsTimestamp.Nanoseconds, doesNotFit).AsTimestamp.ToString(6)),
        DatumKind.TimestampTz => Era(Whole(value, value.AsTimestampTz.Utc.Nanoseconds, doesNotFit).AsTimestampTz.Utc.ToString(6)) is var utc && utc.EndsWith(BeforeChrist, StringComparison.Ordinal)
            ? $"{utc[..^BeforeChrist.Length]}+00{BeforeChrist}"
            : $"{utc}+00",
        DatumKind.Raw => $"\\x{Convert.ToHexStringLower(value.AsRaw)}",
        DatumKind.BinaryFloat => value.AsBinaryFloat.ToString("R", CultureInfo.InvariantCulture),
        DatumKind.BinaryDouble => value.AsBinaryDouble.ToString("R", CultureInfo.InvariantCulture),
        _ => (string)StoredValue.Write(value, type)!,
    };

    private static Datum Whole(Datum value, int nanoseconds, Func<string, HarunireException> doesNotFit) => nanoseconds % NanosecondsOfMicrosecond == 0
        ? value
        : throw doesNotFit($"{value}: PostgreSQL's times have microseconds");

    // Oracle writes -0044, PostgreSQL 0044 ... BC; both have no year 0.
    private static string Era(string text) => text.StartsWith('-') ? text[1..] + BeforeChrist : text;

    private static string Oracles(string text) => text.EndsWith(BeforeChrist, StringComparison.Ordinal) ? $"-{text[..^BeforeChrist.Length]}" : text;

    // The session is at UTC: PostgreSQL writes +00.
    private static string Zoned(string text) => Oracles(text).Replace("+00", "+00:00", StringComparison.Ordinal);
}
