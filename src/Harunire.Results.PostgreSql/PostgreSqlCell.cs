using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Results.PostgreSql;

/// <summary>Oracle's values in result tables: the column's type, and what it can't hold.</summary>
/// <remarks>Nothing is rounded: what a column can't hold is HAR6008.</remarks>
internal static class PostgreSqlCell
{
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
    public static string? Write(Datum value, OracleType type) => PostgreSqlText.Write(value, type, reason => new HarunireException(ResultErrors.ValueDoesNotFit, reason));
}
