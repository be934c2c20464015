using System.Buffers.Binary;
using System.Numerics;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Results.Cassandra.Values;

/// <summary>Values of cells: what the driver gives for a type, or its bytes where <see cref="RawCellSerializer"/> leaves them alone.</summary>
internal static class CellReader
{
    private const long SecondsPerDay = 86_400;

    public static Datum Read(object? cell, CqlColumn column) => (column.Stored, cell) switch
    {
        (_, null) => Datum.Null,
        (CqlType.Int, int value) => Whole(value, column),
        (CqlType.Bigint, long value) => Whole(value, column),
        (CqlType.Varint, byte[] bytes) when CqlNumber.FromUnscaled(CqlNumber.ReadVarint(bytes), 0) is { } number => Datum.FromNumber(number),
        (CqlType.Decimal, byte[] bytes) when CqlNumber.ReadDecimal(bytes) is { } number => Decimal(number, column),
        (CqlType.Timestamp, byte[] { Length: 8 } bytes) => Moment(BinaryPrimitives.ReadInt64BigEndian(bytes), column),
        (CqlType.Date, byte[] { Length: 4 } bytes) => Datum.FromDate(new OracleDate((BinaryPrimitives.ReadUInt32BigEndian(bytes) - (1L << 31)) * SecondsPerDay)),
        (CqlType.Text, string text) => Text(text, column),
        (CqlType.Blob, byte[] bytes) => Datum.FromRaw(bytes),
        (CqlType.Float, float value) => Datum.FromBinaryFloat(value),
        (CqlType.Double, double value) => Datum.FromBinaryDouble(value),
        _ => throw Damaged(cell, column),
    };

    private static Datum Whole(long value, CqlColumn column) => column.Type is IntervalYearToMonthType
        ? Datum.FromIntervalYearToMonth(new IntervalYearToMonth(value))
        : Datum.FromNumber(value);

    private static Datum Decimal(OracleNumber number, CqlColumn column)
    {
        if (column.Type is NumberType)
        {
            return Datum.FromNumber(number);
        }

        var seconds = number.Floor();
        return seconds.TryToInt64(out var whole) && (number - seconds).TryToScaled(9, out long nanoseconds)
            ? Datum.FromIntervalDayToSecond(new IntervalDayToSecond(whole, (int)nanoseconds))
            : throw Damaged(number, column);
    }

    private static Datum Moment(long milliseconds, CqlColumn column)
    {
        var seconds = (long)BigInteger.DivRem(milliseconds, 1000, out var rest);
        var moment = rest < 0
            ? new OracleTimestamp(seconds - 1, (int)(rest + 1000) * 1_000_000)
            : new OracleTimestamp(seconds, (int)rest * 1_000_000);
        return column.Type switch
        {
            DateType when moment.Nanoseconds == 0 => Datum.FromDate(moment.Date),
            TimestampType => Datum.FromTimestamp(moment),
            TimestampTzType or TimestampLtzType => Datum.FromTimestampTz(new OracleTimestampTz(moment, 0)),
            _ => throw Damaged(milliseconds, column),
        };
    }

    private static Datum Text(string text, CqlColumn column) => column.Type switch
    {
        TextType or CharType or ClobType => Datum.FromText(text),
        DateType when OracleDate.TryParse(text, out var date) => Datum.FromDate(date),
        TimestampType when OracleTimestamp.TryParse(text, out var timestamp) => Datum.FromTimestamp(timestamp),
        TimestampTzType or TimestampLtzType when OracleTimestampTz.TryParse(text, out var zoned) => Datum.FromTimestampTz(zoned),
        _ => throw Damaged(text, column),
    };

    private static HarunireException Damaged(object cell, CqlColumn column) =>
        new(ResultErrors.DamagedCell, $"column {column.Name} ({column.StoredName}) holds {(cell is byte[] bytes ? Convert.ToHexString(bytes) : cell)}, which is no {column.Type}");
}
