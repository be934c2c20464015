using System.Globalization;
using System.Numerics;
using System.Text;
using Avro;
using Avro.Generic;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Topics.Kafka.Tests.Avro;

/// <summary>Tables and rows by chance, each value with what it must be on the wire by Debezium's table of types, worked out without our code.</summary>
internal sealed class RandomRows(Random random)
{
    private static readonly OracleType[] Types =
    [
        new NumberType(2, 0), new NumberType(9, 0), new NumberType(18, 0), new NumberType(38, 0), new NumberType(10, 2), new NumberType(38, 12), OracleType.Number,
        new BinaryFloatType(), new BinaryDoubleType(), new TextType(100), new CharType(5), new RawType(16), OracleType.Date, new TimestampType(3), new TimestampType(6),
        new TimestampType(9), new TimestampTzType(6), new IntervalYearToMonthType(), new IntervalDayToSecondType(),
    ];

    public TableSchema Table()
    {
        var columns = Enumerable.Range(0, random.Next(1, 30)).Select(i => new ColumnDefinition($"C{i}", Types[random.Next(Types.Length)], random.Next(2) == 0));
        return new TableSchema { Name = new TableName("S", "T"), Columns = [new ColumnDefinition("ID", new NumberType(9, 0), false), .. columns], Key = [0] };
    }

    /// <summary>A value of each column, and a check of what Apache's library reads of it.</summary>
    public (Datum[] Row, Func<object?, bool>[] Checks) Row(TableSchema table)
    {
        var values = table.Columns.Select(column => column.Nullable && random.Next(4) == 0 ? (Datum.Null, value => value is null) : Value(column.Type)).ToArray();
        return ([.. values.Select(v => v.Item1)], [.. values.Select(v => v.Item2)]);
    }

    private (Datum, Func<object?, bool>) Value(OracleType type)
    {
        switch (type)
        {
            case NumberType { Scale: 0, Precision: <= 18 and { } precision }:
                var whole = (long)Unscaled(precision);
                return (Datum.FromNumber(whole), value => Convert.ToInt64(value, CultureInfo.InvariantCulture) == whole);
            case NumberType { Precision: { } digits, Scale: { } scale }:
                var unscaled = Unscaled(digits);
                return (Datum.FromNumber(Number(unscaled, scale)), value => value is AvroDecimal read && read.Scale == scale && read.UnscaledValue == unscaled);
            case NumberType:
                var (any, places) = (Unscaled(random.Next(1, 38)), random.Next(0, 30));
                return (Datum.FromNumber(Number(any, places)), value => value is GenericRecord read && IsSame((byte[])read["value"], (int)read["scale"], any, places));
            case BinaryFloatType:
                var single = (float)(random.NextDouble() * Math.Pow(10, random.Next(-30, 30)));
                return (Datum.FromBinaryFloat(single), value => value is float read && read.Equals(single));
            case BinaryDoubleType:
                var real = random.NextDouble() * Math.Pow(10, random.Next(-300, 300));
                return (Datum.FromBinaryDouble(real), value => value is double read && read.Equals(real));
            case RawType:
                var bytes = new byte[random.Next(1, 17)];
                random.NextBytes(bytes);
                return (Datum.FromRaw(bytes), value => value is byte[] read && read.SequenceEqual(bytes));
            case TextType or CharType:
                var text = Text(type is CharType { Length: var length } ? length : random.Next(1, 40));
                return (Datum.FromText(text), value => value is string read && read == text);
            case IntervalYearToMonthType:
                var months = random.Next(-1000, 1000);
                return (Datum.FromIntervalYearToMonth(new IntervalYearToMonth(months)), value => value is long read && read == months * 2_629_800_000_000L);
            case IntervalDayToSecondType:
                var micros = random.NextInt64(-1_000_000_000_000, 1_000_000_000_000);
                var seconds = Math.DivRem(micros, 1_000_000, out var rest) - (rest < 0 ? 1 : 0);
                return (Datum.FromIntervalDayToSecond(new IntervalDayToSecond(seconds, (int)(micros - (seconds * 1_000_000)) * 1000)), value => value is long read && read == micros);
            default:
                return Time(type);
        }
    }

    // .NET's calendar is the proleptic one of the wire, and one with Oracle's from 1582 on.
    private (Datum, Func<object?, bool>) Time(OracleType type)
    {
        var latest = type is TimestampType { Precision: 9 } ? new DateTime(2262, 1, 1, 0, 0, 0, DateTimeKind.Utc) : new DateTime(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc);
        var earliest = type is TimestampType { Precision: 9 } ? new DateTime(1700, 1, 1, 0, 0, 0, DateTimeKind.Utc) : new DateTime(1600, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var ticksPerUnit = type switch { DateType => TimeSpan.TicksPerSecond, TimestampType { Precision: 3 } => TimeSpan.TicksPerMillisecond, TimestampType { Precision: 9 } => 1, _ => TimeSpan.TicksPerMicrosecond };
        var ticks = random.NextInt64(earliest.Ticks, latest.Ticks) / ticksPerUnit * ticksPerUnit;
        var time = new DateTime(ticks, DateTimeKind.Utc);
        var date = OracleDate.Create(time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second)!.Value;
        var stamp = new OracleTimestamp(date.Seconds, (int)(ticks % TimeSpan.TicksPerSecond) * 100);
        var since = ticks - DateTime.UnixEpoch.Ticks;
        switch (type)
        {
            case DateType:
                return (Datum.FromDate(date), value => value is long read && read == since / TimeSpan.TicksPerMillisecond);
            case TimestampTzType:
                var offset = random.Next(-14 * 4, (14 * 4) + 1) * 15;
                var expected = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset));
                return (Datum.FromTimestampTz(new OracleTimestampTz(stamp, offset)), value => value is string read && DateTimeOffset.Parse(read, CultureInfo.InvariantCulture).EqualsExact(expected));
            case TimestampType { Precision: 3 }:
                return (Datum.FromTimestamp(stamp), value => value is long read && read == since / TimeSpan.TicksPerMillisecond);
            case TimestampType { Precision: 9 }:
                return (Datum.FromTimestamp(stamp), value => value is long read && read == since * 100);
            default:
                return (Datum.FromTimestamp(stamp), value => value is long read && read == since / TimeSpan.TicksPerMicrosecond);
        }
    }

    private BigInteger Unscaled(int digits)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, digits + 1); i > 0; i--)
        {
            text.Append((char)('0' + random.Next(10)));
        }

        return BigInteger.Parse(text.ToString(), CultureInfo.InvariantCulture) * (random.Next(2) == 0 ? -1 : 1);
    }

    private static OracleNumber Number(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return OracleNumber.Parse($"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}".TrimEnd('.'));
    }

    private static bool IsSame(byte[] bytes, int scale, BigInteger unscaled, int places) =>
        new BigInteger(bytes, isUnsigned: false, isBigEndian: true) * BigInteger.Pow(10, places) == unscaled * BigInteger.Pow(10, scale);

    private string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(6) switch { 0 => "ä", 1 => "漢", 2 => " ", _ => ((char)random.Next('!', '~')).ToString() }));
}
