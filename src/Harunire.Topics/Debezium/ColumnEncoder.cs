using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Topics.Avro;

namespace Harunire.Topics.Debezium;

/// <summary>Writes one column's values.</summary>
internal sealed class ColumnEncoder(TableName table, ColumnDefinition column, bool nullable)
{
    public const long MicrosecondsPerMonth = 2_629_800_000_000;
    private readonly ColumnWire _wire = ColumnWire.Of(column.Type);

    // The branches of a column with DEFAULT are turned round.
    private readonly bool _hasDefault = DefaultText.Of(column) is not null;

    /// <summary>A time or interval as the wire has it.</summary>
    public long TimeOf(in Datum value) => _wire.Type == WireType.Duration ? Duration(value) : Time(value);

    public void Write(AvroWriter writer, in Datum value)
    {
        if (value.IsNull)
        {
            if (!nullable)
            {
                throw Refused("NULL in a column that is NOT NULL");
            }

            writer.WriteLong(_hasDefault ? 1 : 0);
            return;
        }

        if (nullable)
        {
            writer.WriteLong(_hasDefault ? 0 : 1);
        }

        WriteValue(writer, value);
    }

    private void WriteValue(AvroWriter writer, in Datum value)
    {
        Span<byte> bytes = stackalloc byte[72];
        switch (_wire.Type)
        {
            case WireType.Integer:
                writer.WriteLong(value.AsNumber.TryToInt64(out var whole) ? whole : throw Refused($"{value} is no whole number of 64 bits"));
                break;
            case WireType.Decimal:
                writer.WriteBytes(bytes[..Decimal(value.AsNumber, _wire.Scale, bytes)]);
                break;
            case WireType.VariableScaleDecimal:
                var scale = Math.Max(0, value.AsNumber.Scale);
                writer.WriteLong(scale);
                writer.WriteBytes(bytes[..Decimal(value.AsNumber, scale, bytes)]);
                break;
            case WireType.Float:
                writer.WriteFloat(value.AsBinaryFloat);
                break;
            case WireType.Double:
                writer.WriteDouble(value.AsBinaryDouble);
                break;
            case WireType.Text:
                writer.WriteString(value.AsText);
                break;
            case WireType.Bytes:
                writer.WriteBytes(value.AsRaw);
                break;
            case WireType.ZonedText:
                writer.WriteString(Zoned(value.AsTimestampTz));
                break;
            case WireType.Duration:
                writer.WriteLong(Duration(value));
                break;
            default:
                writer.WriteLong(Time(value));
                break;
        }
    }

    private int Decimal(OracleNumber value, int scale, Span<byte> bytes) =>
        WireNumbers.WriteDecimal(value, scale, bytes) is var length && length > 0 ? length : throw Refused($"{value} has more than {scale} digits after the point");

    private long Time(in Datum value)
    {
        var time = column.Type is DateType ? OracleTimestamp.FromDate(value.AsDate) : value.AsTimestamp;
        var unit = _wire.Type switch { WireType.Milliseconds => 1000, WireType.Microseconds => 1_000_000, _ => 1_000_000_000 };
        var nanosPerUnit = 1_000_000_000 / unit;
        if (time.Nanoseconds % nanosPerUnit != 0)
        {
            throw Refused($"{value} has more digits of a second than the column");
        }

        var total = ((Int128)WireNumbers.ToProleptic(time.Seconds) * unit) + (time.Nanoseconds / nanosPerUnit);
        return total >= long.MinValue && total <= long.MaxValue ? (long)total : throw Refused($"{value} is too far for nanoseconds since 1970");
    }

    private long Duration(in Datum value)
    {
        if (column.Type is IntervalYearToMonthType)
        {
            return value.AsIntervalYearToMonth.Months * MicrosecondsPerMonth;
        }

        var interval = value.AsIntervalDayToSecond;
        return interval.Nanoseconds % 1000 == 0
            ? (interval.Seconds * 1_000_000) + (interval.Nanoseconds / 1000)
            : throw Refused($"{value} has more digits than microseconds");
    }

    // java.time's ISO_OFFSET_DATE_TIME: the fraction only as long as needed, Z for no offset.
    private string Zoned(OracleTimestampTz value)
    {
        var offset = column.Type is TimestampLtzType ? 0 : value.OffsetMinutes;
        var local = new OracleTimestamp(value.Utc.Seconds + (offset * 60L), value.Utc.Nanoseconds);
        var date = local.Date;
        var fraction = local.Nanoseconds == 0 ? "" : "." + local.Nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        var zone = offset == 0 ? "Z" : string.Create(CultureInfo.InvariantCulture, $"{(offset < 0 ? '-' : '+')}{Math.Abs(offset) / 60:00}:{Math.Abs(offset) % 60:00}");
        return date.Year < 1
            ? throw Refused($"{value} lies before year 1")
            : string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}T{date.Hour:00}:{date.Minute:00}:{date.Second:00}{fraction}{zone}");
    }

    private HarunireException Refused(string what) => new(TopicErrors.ValueOutOfRange, what, $"{table}.{column.Name}");
}
