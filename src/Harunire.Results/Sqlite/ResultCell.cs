using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Results.Sqlite;

/// <summary>A value in a cell of a result table: whole numbers as INTEGER, other numbers as exact decimal TEXT, times as ISO 8601 TEXT, RAW as BLOB, binary floats as REAL, intervals as months and as seconds:nanoseconds.</summary>
internal static class ResultCell
{
    public static object Write(in Datum value) => value.Kind switch
    {
        DatumKind.Null => DBNull.Value,
        DatumKind.Number => value.AsNumber.TryToInt64(out var whole) ? whole : value.AsNumber.ToPlainString(),
        DatumKind.Raw => value.AsRaw,

        // SQLite has no NaN: it would become NULL.
        DatumKind.BinaryFloat when !float.IsNaN(value.AsBinaryFloat) => (double)value.AsBinaryFloat,
        DatumKind.BinaryDouble when !double.IsNaN(value.AsBinaryDouble) => value.AsBinaryDouble,
        DatumKind.IntervalYearToMonth => value.AsIntervalYearToMonth.Months,
        DatumKind.IntervalDayToSecond => string.Create(CultureInfo.InvariantCulture, $"{value.AsIntervalDayToSecond.Seconds}:{value.AsIntervalDayToSecond.Nanoseconds}"),
        _ => value.ToString(),
    };

    public static Datum Read(object cell, OracleType type) => (cell, type) switch
    {
        (DBNull, _) => Datum.Null,
        (long whole, NumberType) => Datum.FromNumber(whole),
        (string text, NumberType) when OracleNumber.TryParse(text, out var number) => Datum.FromNumber(number),
        (string text, TextType or CharType or ClobType) => Datum.FromText(text),
        (string text, DateType) when OracleDate.TryParse(text, out var date) => Datum.FromDate(date),
        (string text, TimestampType) when OracleTimestamp.TryParse(text, out var timestamp) => Datum.FromTimestamp(timestamp),
        (string text, TimestampTzType or TimestampLtzType) when OracleTimestampTz.TryParse(text, out var zoned) => Datum.FromTimestampTz(zoned),
        (byte[] bytes, RawType or BlobType) => Datum.FromRaw(bytes),
        (double real, BinaryFloatType) => Datum.FromBinaryFloat((float)real),
        (double real, BinaryDoubleType) => Datum.FromBinaryDouble(real),
        (long months, IntervalYearToMonthType) => Datum.FromIntervalYearToMonth(new IntervalYearToMonth(months)),
        (string text, IntervalDayToSecondType) when text.Split(':') is [var seconds, var nanoseconds] =>
            Datum.FromIntervalDayToSecond(new IntervalDayToSecond(long.Parse(seconds, CultureInfo.InvariantCulture), int.Parse(nanoseconds, CultureInfo.InvariantCulture))),
        (string text, BinaryFloatType) => Datum.FromBinaryFloat(float.Parse(text, CultureInfo.InvariantCulture)),
        (string text, BinaryDoubleType) => Datum.FromBinaryDouble(double.Parse(text, CultureInfo.InvariantCulture)),
        _ => throw new HarunireException(ResultErrors.DamagedCell, $"a cell holds {cell}, which is no {type}"),
    };
}
