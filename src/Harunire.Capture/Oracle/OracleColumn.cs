using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>How a column is asked for, read, and given back as a parameter.</summary>
/// <remarks>
/// Numbers and times are asked for as text: the driver's types hold 28 digits, no year before 1 and no offset beside a zone's name.
/// The masks name everything, so no setting of the session takes part.
/// </remarks>
internal static class OracleColumn
{
    private const string DateMask = "SYYYY-MM-DD HH24:MI:SS";
    private const string TimestampMask = "SYYYY-MM-DD HH24:MI:SS.FF9";
    private const string ZonedMask = "SYYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM";

    /// <summary>The expression to select.</summary>
    public static string Select(string quoted, OracleType type) => type switch
    {
        NumberType => $"TO_CHAR({quoted}, 'TM9', 'NLS_NUMERIC_CHARACTERS=''.,''')",
        DateType => $"TO_CHAR({quoted}, '{DateMask}')",
        TimestampType => $"TO_CHAR({quoted}, '{TimestampMask}')",
        TimestampTzType or TimestampLtzType => $"TO_CHAR({quoted}, '{ZonedMask}')",
        IntervalYearToMonthType or IntervalDayToSecondType => $"TO_CHAR({quoted})",
        RawType => $"RAWTOHEX({quoted})",
        _ => quoted,
    };

    /// <summary>The expression that turns a parameter back into a value of the column's type.</summary>
    public static string Parameter(string name, OracleType type) => type switch
    {
        NumberType => $"TO_NUMBER(:{name})",
        DateType => $"TO_DATE(:{name}, '{DateMask}')",
        TimestampType => $"TO_TIMESTAMP(:{name}, '{TimestampMask}')",
        TimestampTzType or TimestampLtzType => $"TO_TIMESTAMP_TZ(:{name}, '{ZonedMask}')",
        RawType => $"HEXTORAW(:{name})",
        _ => $":{name}",
    };

    /// <summary>The parameter's value, as <see cref="Parameter"/> takes it.</summary>
    public static string Write(Datum value) => value.Kind switch
    {
        DatumKind.Number => value.AsNumber.ToString(),
        DatumKind.Date => Signed(value.AsDate.ToString()),
        DatumKind.Timestamp => Signed(value.AsTimestamp.ToString(9)),
        DatumKind.TimestampTz => $"{Signed(value.AsTimestampTz.Utc.ToString(9))} +00:00",
        DatumKind.Raw => Convert.ToHexString(value.AsRaw),
        _ => value.AsText,
    };

    /// <summary>HAR3005 for what is no value of the type.</summary>
    public static Datum Read(DbDataReader reader, int ordinal, OracleType type)
    {
        var cell = reader.GetValue(ordinal);
        return (type, cell) switch
        {
            (_, null or DBNull) => Datum.Null,
            (NumberType, string text) => OracleNumber.TryParse(text, out var number) ? Datum.FromNumber(number) : throw Unreadable(text, type),
            (DateType, string text) => OracleDate.TryParse(text.TrimStart(' '), out var date) ? Datum.FromDate(date) : throw Unreadable(text, type),
            (TimestampType, string text) => OracleTimestamp.TryParse(text.TrimStart(' '), out var timestamp) ? Datum.FromTimestamp(timestamp) : throw Unreadable(text, type),
            (TimestampTzType or TimestampLtzType, string text) =>
                OracleTimestampTz.TryParse(text.TrimStart(' '), out var zoned) ? Datum.FromTimestampTz(zoned) : throw Unreadable(text, type),
            (IntervalYearToMonthType or IntervalDayToSecondType, string text) => StoredValue.Read(text, type),
            (RawType, string text) => Datum.FromRaw(Convert.FromHexString(text)),
            (BlobType, byte[] bytes) => Datum.FromRaw(bytes),
            (TextType or CharType or ClobType, string text) => Datum.FromText(text),
            (BinaryFloatType, float real) => Datum.FromBinaryFloat(real),
            (BinaryFloatType, double real) => Datum.FromBinaryFloat((float)real),
            (BinaryDoubleType, double real) => Datum.FromBinaryDouble(real),
            _ => throw Unreadable($"a {cell.GetType().Name}", type),
        };
    }

    // SYYYY writes a blank or a minus before the year.
    private static string Signed(string iso) => iso.StartsWith('-') ? iso : " " + iso;

    private static HarunireException Unreadable(string text, OracleType type) =>
        new(CaptureErrors.BadValue, string.Create(CultureInfo.InvariantCulture, $"'{text}' can't be read as {type}"));
}
