using System.Diagnostics;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Topics.Avro;

namespace Harunire.Topics.Debezium;

/// <summary>Reads one column's values from the writer's schema into the table's type.</summary>
internal sealed class ColumnDecoder
{
    private const string Placeholder = "__debezium_unavailable_value";
    private readonly AvroSchema _schema;
    private readonly AvroSchema _branch;
    private readonly int _nullBranch;
    private readonly WireType _wire;
    private readonly OracleType _type;
    private readonly string _place;
    private readonly DecoderOptions _options;

    /// <param name="field">The writer's field.</param>
    /// <param name="target">The table's column; null: one is inferred.</param>
    /// <param name="table">For messages.</param>
    /// <param name="options">What passes.</param>
    public ColumnDecoder(AvroField field, ColumnDefinition? target, TableName table, DecoderOptions options)
    {
        _schema = field.Schema;
        _place = $"{table}.{target?.Name ?? field.Name}";
        _options = options;
        _nullBranch = -1;
        _branch = _schema;
        for (var i = 0; i < _schema.Branches.Count; i++)
        {
            if (_schema.Branches[i].Kind == AvroKind.Null)
            {
                _nullBranch = i;
            }
            else
            {
                _branch = _schema.Branches.Count == 2 ? _schema.Branches[i] : throw Mismatch("it is a union of more than null and a type");
            }
        }

        _wire = WireTypes.Of(_branch) ?? throw Mismatch($"its type {_branch.ConnectName ?? _branch.Name ?? _branch.Kind.ToString()} is not one of the Oracle connector's");
        _type = target?.Type ?? WireTypes.Infer(_wire, _branch);
        Column = target ?? new ColumnDefinition(field.Name, _type, _nullBranch >= 0);
        Check();
    }

    public ColumnDefinition Column { get; }

    public Datum Read(ref AvroReader reader)
    {
        if (_schema.Kind == AvroKind.Union && reader.ReadBranch(_schema.Branches.Count) == _nullBranch)
        {
            return Datum.Null;
        }

        switch (_wire)
        {
            case WireType.Integer:
                return Datum.FromNumber(_branch.Kind == AvroKind.Int ? reader.ReadInt() : reader.ReadLong());
            case WireType.Decimal:
                return Decimal(reader.ReadBytes(), _branch.Scale ?? 0);
            case WireType.VariableScaleDecimal:
                var scale = reader.ReadInt();
                return Decimal(reader.ReadBytes(), scale);
            case WireType.Float:
                var single = reader.ReadFloat();
                return _type is NumberType ? Lossy(single) : Datum.FromBinaryFloat(single);
            case WireType.Double:
                var real = reader.ReadDouble();
                return _type is NumberType ? Lossy(real) : Datum.FromBinaryDouble(real);
            case WireType.Text:
                return Text(reader.ReadString());
            case WireType.Bytes:
                var bytes = reader.ReadBytes();
                return bytes.SequenceEqual("__debezium_unavailable_value"u8) && !_options.KeepPlaceholders ? throw Unavailable() : Datum.FromRaw(bytes.ToArray());
            case WireType.ZonedText:
                var text = reader.ReadString();
                return OracleTimestampTz.TryParse(text, out var zoned) ? Datum.FromTimestampTz(zoned) : throw Invalid($"\"{text}\" is no time with a zone");
            case WireType.Duration:
                return Duration(reader.ReadLong());
            case WireType.IntervalText:
                return Interval(reader.ReadString());
            case WireType.Microseconds:
                return Time(reader.ReadLong(), 1_000_000);
            case WireType.Nanoseconds:
                return Time(reader.ReadLong(), 1_000_000_000);
            default:
                return Time(reader.ReadLong(), 1000);
        }
    }

    private void Check()
    {
        var fits = _wire switch
        {
            WireType.Integer or WireType.Decimal or WireType.VariableScaleDecimal => _type is NumberType,
            WireType.Float => _type is BinaryFloatType or NumberType,
            WireType.Double => _type is BinaryDoubleType or NumberType,
            WireType.Text => _type is TextType or CharType or ClobType or NumberType,
            WireType.Bytes => _type is RawType or BlobType,
            WireType.ZonedText => _type is TimestampTzType or TimestampLtzType,
            WireType.Duration => _type is IntervalYearToMonthType or IntervalDayToSecondType,
            WireType.IntervalText => _type is IntervalYearToMonthType or IntervalDayToSecondType or TextType,
            _ => _type is DateType or TimestampType,
        };
        if (!fits)
        {
            throw Mismatch($"the topic has {_branch.ConnectName ?? _branch.Kind.ToString()}, the table {_type}");
        }

        var isRounded = _wire is WireType.Float or WireType.Double && _type is NumberType;
        var isCut = (_wire is WireType.ConnectMilliseconds or WireType.Milliseconds && _type is TimestampType { Precision: > 3 })
            || (_wire == WireType.Microseconds && _type is TimestampType { Precision: > 6 })
            || (_wire == WireType.Duration && _type is IntervalDayToSecondType { SecondPrecision: > 6 });
        var isAccepted = _options.AllowLossy || _options.AcceptedLoss.Contains(_place);
        if (_nullBranch >= 0 && _branch.HasDefault && !isAccepted)
        {
            throw new HarunireException(TopicErrors.ValueLossy, "the column may be NULL and has a DEFAULT, which Confluent's converter writes in NULL's place", _place, "set ignore.default.for.nullables=true in the converter and name the column under 'accept loss', or leave it out of the mappings");
        }

        if ((isRounded && !_options.AllowLossy) || (isCut && !isAccepted))
        {
            throw new HarunireException(
                TopicErrors.ValueLossy,
                $"the topic carries {_type} as {_branch.ConnectName ?? _branch.Kind.ToString()}",
                _place,
                isRounded ? "set decimal.handling.mode=precise (or string) in the connector" : "set time.precision.mode=adaptive in the connector, or name the column under 'accept loss'");
        }
    }

    private Datum Decimal(ReadOnlySpan<byte> bytes, int scale) =>
        WireNumbers.TryReadDecimal(bytes, scale, out var number)
            ? Datum.FromNumber(number)
            : throw Invalid($"a decimal of {bytes.Length} bytes and scale {scale} is no Oracle number");

    private Datum Lossy(double value) => double.IsFinite(value)
        ? Datum.FromNumber(OracleNumber.FromDouble(value))
        : throw Invalid("a number is not finite");

    private Datum Text(string text) =>
        text == Placeholder && !_options.KeepPlaceholders ? throw Unavailable()
        : _type is not NumberType ? Datum.FromText(text)
        : OracleNumber.TryParse(text, out var number) ? Datum.FromNumber(number)
        : throw Invalid($"\"{text}\" is no number");

    private Datum Time(long value, int unit)
    {
        var seconds = Math.DivRem(value, unit, out var rest);
        if (rest < 0)
        {
            (seconds, rest) = (seconds - 1, rest + unit);
        }

        var time = WireNumbers.FromProleptic(seconds) ?? throw Invalid($"{value} is no time of Oracle's");
        return _type is not DateType ? Datum.FromTimestamp(new OracleTimestamp(time, (int)(rest * (1_000_000_000 / unit))))
            : rest == 0 ? Datum.FromDate(new OracleDate(time))
            : throw Invalid($"{value} is no whole second, and the column is a DATE");
    }

    private Datum Duration(long value)
    {
        if (_type is IntervalYearToMonthType)
        {
            return value % ColumnEncoder.MicrosecondsPerMonth == 0
                ? Datum.FromIntervalYearToMonth(new IntervalYearToMonth(value / ColumnEncoder.MicrosecondsPerMonth))
                : throw Invalid($"{value} microseconds are no whole months");
        }

        var seconds = Math.DivRem(value, 1_000_000, out var rest);
        return Datum.FromIntervalDayToSecond(rest < 0
            ? new IntervalDayToSecond(seconds - 1, (int)(rest + 1_000_000) * 1000)
            : new IntervalDayToSecond(seconds, (int)rest * 1000));
    }

    private Datum Interval(string text) =>
        _type is TextType ? Datum.FromText(text)
        : !IntervalText.TryParse(text, out var months, out var rest) ? throw Invalid($"\"{text}\" is no interval")
        : (_type, months, rest) switch
        {
            (IntervalYearToMonthType, _, { Seconds: 0, Nanoseconds: 0 }) => Datum.FromIntervalYearToMonth(new IntervalYearToMonth(months)),
            (IntervalDayToSecondType, 0, _) => Datum.FromIntervalDayToSecond(rest),
            (IntervalYearToMonthType or IntervalDayToSecondType, _, _) => throw Invalid($"\"{text}\" is no {_type}"),
            _ => throw new UnreachableException(),
        };

    private HarunireException Mismatch(string what) => new(TopicErrors.ColumnMismatch, what, _place);

    private HarunireException Invalid(string what) => new(TopicErrors.AvroInvalid, what, _place);

    private HarunireException Unavailable() => new(TopicErrors.ValueUnavailable, "the value was not sent", _place);
}
